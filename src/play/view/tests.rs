//! The screens, at three widths.

use insta::assert_snapshot;

use super::view;
use crate::play::game::Game;
use crate::play::game::laws::{playing, press};
use crate::terminal::{Key, Size};

fn screen(game: &Game) -> String {
    let (screen, _) = view(game);
    let lines = screen
        .lines
        .iter()
        .map(|line| line.plain().trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn shown(columns: usize, rows: usize, keys: &str) -> String {
    let mut game = playing(Size { columns, rows });
    for key in keys.chars() {
        press(&mut game, Key::Char(key));
    }
    screen(&game)
}

#[test]
fn the_board() {
    assert_snapshot!("board_40", shown(40, 20, "23"));
    assert_snapshot!("board_80", shown(80, 24, "23"));
    assert_snapshot!("board_120", shown(120, 30, "23"));
}

#[test]
fn the_end_is_told_and_drawn() {
    assert_snapshot!("broken_80", shown(80, 24, "222333"));
}

#[test]
fn how_it_ended_stays_on_the_screen_when_another_move_is_asked_for() {
    let ended = shown(80, 24, "222333");
    let result = ended.lines().find(|line| line.contains("You broke it"));
    for key in ["2", "r", "a"] {
        let still = shown(80, 24, &format!("222333{key}"));
        assert!(still.contains(result.unwrap()), "{key}:\n{still}");
        assert!(still.contains("The execution has ended"), "{key}:\n{still}");
    }
}

#[test]
fn a_thread_that_cannot_run_says_why() {
    assert!(shown(80, 24, "1").contains("main cannot run: blocked."));
}

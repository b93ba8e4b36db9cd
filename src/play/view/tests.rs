//! The screens, at three widths.

use insta::assert_snapshot;

use super::view;
use crate::check::playable::Wish;
use crate::check::verdict::NotRun;
use crate::exploration::actors::{Actor, ActorId};
use crate::exploration::interleaving::Interleaving;
use crate::exploration::position::{Standing, toy};
use crate::play::event::Event;
use crate::play::game::Game;
use crate::play::game::laws::{playing, press};
use crate::play::keys::{Action, BINDINGS};
use crate::styled::{Glyphs, width_of};
use crate::terminal::{Key, Mouse, Region, Size};

fn screen(game: &Game) -> String {
    let screen = view(game).screen;
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

/// A game with 21 threads, of which two can move.
fn with_many_threads(columns: usize, rows: usize) -> Game {
    let mut position = toy::at(&toy::start());
    let actors = &mut position.interleaving.story.actors;
    for number in actors.len()..21 {
        actors.push(Actor {
            name: format!("worker{number}"),
            ..actors[0].clone()
        });
        position.standings.push(Standing::Blocked);
    }
    let mut game = Game::new(
        "toy",
        Wish::default(),
        Size { columns, rows },
        Glyphs::Unicode,
    );
    game.step(Event::Opened {
        environment: toy::ENVIRONMENT,
        moments: vec![position],
        whole: Box::new(Interleaving::of_events(Vec::new())),
    });
    game
}

#[test]
fn however_many_threads_there_are_moves_and_keys_are_shown() {
    for (columns, rows, is_cut) in [(80, 24, true), (40, 10, true), (200, 60, false)] {
        let screen = screen(&with_many_threads(columns, rows));
        for part in ["reads 0 from COUNTER", "Which thread runs next?", "q quit"] {
            assert!(screen.contains(part), "{part} is not in:\n{screen}");
        }
        let says_so = screen.contains("more: the arrows select them");
        assert_eq!(says_so, is_cut, "{screen}");
        assert_eq!(screen.contains("21 worker20"), !is_cut, "{screen}");
    }
}

#[test]
fn from_a_page_no_key_is_said_to_quit_the_game() {
    let page = shown(80, 24, "?");
    let keys = page.lines().last().unwrap();
    assert!(
        keys.contains("Esc board") && !keys.contains("quit"),
        "{keys}"
    );
    assert!(!shown(80, 24, "?q").contains("Esc board"));
}

/// The row and the column at which this text stands on the screen.
fn place_of(game: &Game, text: &str) -> (usize, usize) {
    let screen = screen(game);
    let found = screen
        .lines()
        .enumerate()
        .find_map(|(row, line)| Some((row, width_of(&line[..line.find(text)?]))));
    found.unwrap_or_else(|| panic!("no {text:?} in:\n{screen}"))
}

fn action_at(game: &Game, row: usize, column: usize) -> Option<Action> {
    Region::action_at(&view(game).regions, row, column)
}

/// What a click on this text does.
fn click_on(game: &Game, text: &str) -> Option<Action> {
    let (row, column) = place_of(game, text);
    action_at(game, row, column)
}

const SIZES: [Size; 2] = [
    Size {
        columns: 80,
        rows: 24,
    },
    Size {
        columns: 120,
        rows: 40,
    },
];

#[test]
fn a_click_on_a_key_or_its_word_does_what_the_key_does() {
    for size in SIZES {
        let game = playing(size);
        let keys = screen(&game).lines().last().unwrap().to_owned();
        let is_shown = |text: &str| keys.contains(&format!("  {text}"));
        let mut count = 0;
        for one in BINDINGS {
            let text = format!("{} {}", one.key, one.word);
            if !is_shown(&text) {
                continue;
            }
            count += 1;
            let (row, column) = place_of(&game, &text);
            let ends = [column, column + text.len() - 1];
            assert_eq!(
                ends.map(|at| action_at(&game, row, at)),
                [Some(one.action); 2]
            );
            let around = [column - 1, column + text.len()];
            assert_eq!(
                around.map(|at| action_at(&game, row, at)),
                [None, None],
                "{text}"
            );
        }
        assert!(count >= 7, "{keys}");
        assert_eq!(click_on(&game, "1-9 step"), None);
    }
}

#[test]
fn a_click_in_a_column_steps_its_thread_and_one_on_a_move_makes_that_move() {
    for size in SIZES {
        let game = playing(size);
        for (actor, name, number) in [(1, "2 inc", 0), (2, "3 dec", 1)] {
            let step = Some(Action::Step(ActorId::new(actor)));
            let (top, left) = place_of(&game, name);
            for (row, column) in [(top, left), (top + 1, left), (top + 4, left + 12)] {
                assert_eq!(action_at(&game, row, column), step, "{row}, {column}");
            }
            let (row, _) = place_of(&game, "reads 0");
            let make = Some(Action::Make(number));
            assert_eq!(action_at(&game, row, left + 3), make);
        }
        let (row, left) = place_of(&game, "3 dec");
        assert_eq!(action_at(&game, row, left - 2), None);
        assert_eq!(click_on(&game, "toy"), None);
    }
}

#[test]
fn the_wheel_scrolls_a_text_and_leaves_the_board_alone() {
    let mut game = playing(Size {
        columns: 80,
        rows: 12,
    });
    let turned = |game: &mut Game, mouse: Mouse| {
        assert_eq!(game.step(Event::Mouse(mouse)), []);
        let seen = view(game);
        game.shown(seen.viewport, seen.regions);
        screen(game)
    };
    let board = screen(&game);
    assert_eq!(turned(&mut game, Mouse::WheelDown), board);
    press(&mut game, Key::Char('?'));
    let keys = screen(&game);
    assert_ne!(turned(&mut game, Mouse::WheelDown), keys);
    assert_eq!(turned(&mut game, Mouse::WheelUp), keys);
    for _ in 0..20 {
        turned(&mut game, Mouse::WheelDown);
    }
    // It was not scrolled beyond the end, so one notch back is seen.
    let end = screen(&game);
    assert_ne!(turned(&mut game, Mouse::WheelUp), end);
}

#[test]
fn a_compilers_long_message_scrolls() {
    let mut game = playing(Size {
        columns: 80,
        rows: 12,
    });
    game.step(Event::Refused(Box::new(NotRun::DoesNotCompile {
        rendered: (1..50).map(|number| format!("line {number}\n")).collect(),
        message: "no".to_owned(),
        location: None,
    })));
    let seen = view(&game);
    game.shown(seen.viewport, seen.regions);
    assert!(!screen(&game).contains("line 49"), "{}", screen(&game));
    press(&mut game, Key::End);
    assert!(screen(&game).contains("line 49"), "{}", screen(&game));
}

#[test]
fn of_a_long_name_the_title_shows_the_end() {
    let mut game = playing(SIZES[0]);
    game.name = "exercises/.originals/06_process_locks/a_long_name_for_a_file.rs".to_owned();
    let shown = screen(&game);
    let title = shown.lines().next().unwrap();
    assert!(title.starts_with('\u{2026}'), "{title}");
    assert!(
        title.contains("for_a_file.rs  ROUNDS=1  preemptions: 0"),
        "{title}"
    );
}

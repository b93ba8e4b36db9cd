//! What holds whatever the player presses, over a toy program.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{Game, Moment, Phase};
use crate::check::playable::Wish;
use crate::check::verdict::NotRun;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::position::{Prefix, toy};
use crate::play::event::{Effect, Event, Hint, Question};
use crate::play::keys::Action;
use crate::play::view;
use crate::styled::Glyphs;
use crate::terminal::{Key, Mouse, Region, Size};

/// A game of the toy program, in a terminal of this size.
pub fn playing(size: Size) -> Game {
    playing_from(size, 0)
}

/// The same, beginning after so many moves, which can be undone too.
fn playing_from(size: Size, moves: usize) -> Game {
    let mut moments = vec![toy::at(&toy::start())];
    for _ in 0..moves {
        let last = &moments[moments.len() - 1];
        moments.push(toy::at(&last.moves[0].after(1)));
    }
    let mut game = Game::new("toy", Wish::default(), size, Glyphs::Unicode);
    game.step(Event::Opened {
        environment: toy::ENVIRONMENT,
        moments,
        whole: Box::new(Interleaving::of_events(Vec::new())),
    });
    game
}

/// Presses a key, and answers what the game asks.
pub fn press(game: &mut Game, key: Key) -> Vec<Effect> {
    let mut left = Vec::new();
    let mut effects = game.step(Event::Pressed(key));
    while let Some(effect) = effects.pop() {
        let Effect::Ask(number, question) = effect else {
            left.push(effect);
            continue;
        };
        let prefix = match question {
            Question::At(prefix) => prefix,
            Question::RunOn(first, _) => first.after(toy::STEPS),
            Question::Hint(..) => {
                let hint = Hint::None;
                effects.extend(game.step(Event::Hinted { number, hint }));
                continue;
            }
        };
        let position = Box::new(toy::at(&prefix));
        effects.extend(game.step(Event::Arrived { number, position }));
    }
    left
}

fn moment(game: &Game) -> Moment {
    game.moment().expect("it is played").clone()
}

/// Any key but those that leave the game, or begin another.
fn key() -> impl Strategy<Value = Key> {
    let moves = ['1', '2', '3', '4', 'r', 'a'];
    let others = ['u', 'y', 's', 'p', 'e', 'h', 'g', 'd', '?', 'x'];
    let named = [
        Key::Enter,
        Key::Left,
        Key::Right,
        Key::Up,
        Key::Down,
        Key::Backspace,
    ];
    prop_oneof![
        4 => prop::sample::select(moves.to_vec()).prop_map(Key::Char),
        3 => prop::sample::select(others.to_vec()).prop_map(Key::Char),
        2 => prop::sample::select(named.to_vec()),
    ]
}

const SIZE: Size = Size {
    columns: 80,
    rows: 24,
};

proptest! {
    #[test]
    fn undo_is_exact_and_redo_undoes_it(keys in prop::collection::vec(key(), 0..40)) {
        let mut game = playing(SIZE);
        for key in keys {
            let (before, number) = (moment(&game), at(&game));
            press(&mut game, key);
            let after = moment(&game);
            if at(&game) == number + 1 && after != before && key != Key::Char('y') {
                press(&mut game, Key::Char('u'));
                prop_assert_eq!(&moment(&game), &before);
                press(&mut game, Key::Char('y'));
                prop_assert_eq!(&moment(&game), &after);
            }
        }
    }

    #[test]
    fn start_again_goes_to_where_the_game_began_from_everywhere(
        keys in prop::collection::vec(key(), 0..40),
        moves in 0..3usize,
    ) {
        let mut game = playing_from(SIZE, moves);
        let beginning = moment(&game);
        for key in keys {
            press(&mut game, key);
        }
        press(&mut game, Key::Char('s'));
        prop_assert_eq!(&moment(&game), &beginning);
        press(&mut game, Key::Char('s'));
        prop_assert_eq!(game.note.as_deref(), Some("This is where the game began."));
    }

    #[test]
    fn the_same_decisions_give_the_same_board(keys in prop::collection::vec(key(), 0..60)) {
        let mut boards: HashMap<String, Moment> = HashMap::new();
        let mut game = playing(SIZE);
        for key in keys {
            press(&mut game, key);
            let now = moment(&game);
            let known = boards.entry(decided(&now.position.prefix)).or_insert_with(|| now.clone());
            prop_assert_eq!(&known.position, &now.position);
            prop_assert_eq!(&known.board, &now.board);
        }
    }

    #[test]
    fn each_move_is_one_that_was_offered(keys in prop::collection::vec(key(), 0..60)) {
        let mut game = playing(SIZE);
        for key in keys {
            let before = moment(&game).position;
            let question = game.step(Event::Pressed(key)).pop();
            let Some(Effect::Ask(number, question)) = question else { continue };
            let offered = |prefix: &Prefix| {
                let moves = before.moves.iter();
                moves.flat_map(|one| (1..=one.events.len()).map(|steps| one.after(steps)))
                    .any(|other| other == *prefix)
            };
            match question {
                Question::At(prefix) => {
                    prop_assert!(offered(&prefix));
                    let position = Box::new(toy::at(&prefix));
                    game.step(Event::Arrived { number, position });
                }
                Question::RunOn(first, _) => {
                    prop_assert!(before.moves.contains(&first));
                    let position = Box::new(toy::at(&first.after(1)));
                    game.step(Event::Arrived { number, position });
                }
                Question::Hint(prefix, _) => {
                    prop_assert_eq!(prefix, before.prefix);
                    game.step(Event::Hinted { number, hint: Hint::None });
                }
            }
        }
    }

    #[test]
    fn a_click_makes_a_move_that_was_offered(
        clicks in prop::collection::vec((0..23usize, 0..80usize), 0..40),
    ) {
        let mut game = playing(SIZE);
        for (row, column) in clicks {
            let seen = view(&game);
            let action = Region::action_at(&seen.regions, row, column);
            game.shown(seen.viewport, seen.regions);
            let before = moment(&game).position;
            let clicked = Event::Mouse(Mouse::Clicked { row, column });
            let asked = game.step(clicked).pop();
            if let Some(Effect::Ask(number, Question::At(prefix))) = asked {
                let mut moves = before.moves.iter();
                prop_assert!(moves.any(|one| one.after(one.stride()) == prefix));
                let position = Box::new(toy::at(&prefix));
                game.step(Event::Arrived { number, position });
            } else {
                prop_assert_eq!(asked, None);
                prop_assert!(!matches!(action, Some(Action::Make(_))), "{}, {}", row, column);
            }
        }
    }

    #[test]
    fn the_screen_fits_the_terminal(
        keys in prop::collection::vec(key(), 0..20),
        columns in 1..130usize,
        rows in 1..40usize,
    ) {
        let mut game = playing(Size { columns, rows });
        for key in keys {
            press(&mut game, key);
            let screen = view(&game).screen;
            prop_assert!(screen.lines.len() <= rows);
            for line in &screen.lines {
                prop_assert!(line.width() <= columns, "{}", line.plain());
            }
        }
    }
}

fn at(game: &Game) -> usize {
    match &game.phase {
        Phase::Playing(played) => played.at,
        Phase::Opening(_) | Phase::Refused(_) => 0,
    }
}

fn decided(prefix: &Prefix) -> String {
    format!("{} {}", prefix.schedule(), prefix.steps())
}

#[test]
fn a_move_that_cannot_be_followed_is_refused_and_the_game_goes_on() {
    let mut game = playing(SIZE);
    let asked = game.step(Event::Pressed(Key::Char('2'))).pop();
    let Some(Effect::Ask(number, _)) = asked else {
        panic!("{asked:?}");
    };
    let why = Box::new(NotRun::Internal {
        reason: "a reason".to_owned(),
    });
    assert_eq!(game.step(Event::NotFollowed { number, why }), []);
    assert_eq!(at(&game), 0);
    let note = game.note.clone().unwrap_or_default();
    assert!(note.contains("cannot be followed"), "{note}");
    let again = game.step(Event::Pressed(Key::Char('2')));
    assert!(matches!(again[..], [Effect::Ask(..)]), "{again:?}");
}

#[test]
fn keys_that_are_pressed_before_an_answer_comes_are_taken_in_then() {
    let mut game = playing(SIZE);
    let first = game.step(Event::Pressed(Key::Char('2'))).pop();
    assert_eq!(game.step(Event::Pressed(Key::Char('3'))), []);
    let Some(Effect::Ask(number, Question::At(prefix))) = first else {
        panic!("{first:?}");
    };
    let position = Box::new(toy::at(&prefix));
    let next = game.step(Event::Arrived { number, position });
    assert!(
        matches!(next[..], [Effect::Ask(_, Question::At(_))]),
        "{next:?}"
    );
    // An answer to an older question is none.
    let position = Box::new(toy::at(&prefix));
    assert_eq!(game.step(Event::Arrived { number, position }), []);
    assert_eq!(at(&game), 1);
}

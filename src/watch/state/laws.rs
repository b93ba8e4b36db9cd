//! What holds after any sequence of events, by property tests.

use proptest::prelude::*;

use super::tests::{SIZE, finished};
use super::*;
use crate::check::verdict::{self, NotRun, Verdict};
use crate::watch::event::Generation;
use crate::watch::keys::Key;
use crate::watch::sample::{catalog, does_not_compile, done, fails, passes};
use crate::watch::view::view;

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        10 => prop::sample::select("nphldsrxcag?qyn f/jk lx".chars().collect::<Vec<_>>())
            .prop_map(Key::Char),
        1 => any::<char>().prop_map(Key::Char),
        5 => prop::sample::select(vec![
            Key::Up, Key::Down, Key::PageUp, Key::PageDown, Key::Home, Key::End,
            Key::Enter, Key::Esc, Key::Backspace, Key::Suspend,
        ]),
    ]
}

fn a_verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(passes()),
        any::<String>().prop_map(|printed| fails(&printed)),
        Just(does_not_compile()),
        Just(Verdict::NotRun(NotRun::Cancelled)),
    ]
}

/// What can come from outside, and the end of the running check.
#[derive(Debug, Clone)]
enum Input {
    Event(Event),
    Progress(verdict::Progress),
    EndsWith(Verdict),
    /// The result of a check long gone.
    Stale(u64),
}

fn input() -> impl Strategy<Value = Input> {
    let size =
        (1..90usize, 1..40usize).prop_map(|(columns, rows)| Event::Resized(Size { columns, rows }));
    let running =
        (0..20u32, prop::collection::vec("[0-9]{1,3}", 0..4)).prop_map(|(done, values)| {
            let mode = crate::catalog::Mode::Threads;
            verdict::Progress::Running {
                mode,
                done,
                of: 20,
                values,
            }
        });
    let reset = (0..4usize, any::<bool>()).prop_map(|(exercise, good)| Event::WasReset {
        exercise,
        outcome: if good {
            Ok(Some("/kit/backup".into()))
        } else {
            Err("no".into())
        },
    });
    let compared = (any::<String>(), any::<String>())
        .prop_map(|(yours, solution)| Event::Compared(Ok(Comparison { yours, solution })));
    let other_fixes = (0..4usize, prop::collection::vec(any::<String>(), 0..3))
        .prop_map(|(exercise, fixes)| Event::OtherFixes { exercise, fixes });
    prop_oneof![
        8 => key().prop_map(|key| Input::Event(Event::Pressed(key))),
        3 => prop::collection::vec(0..4usize, 1..3).prop_map(|saved| Input::Event(Event::Saved(saved))),
        4 => a_verdict().prop_map(Input::EndsWith),
        1 => running.prop_map(Input::Progress),
        1 => (0..9u64).prop_map(Input::Stale),
        1 => size.prop_map(Input::Event),
        1 => reset.prop_map(Input::Event),
        1 => compared.prop_map(Input::Event),
        1 => other_fixes.prop_map(Input::Event),
        1 => any::<String>().prop_map(|notice| Input::Event(Event::Notice(notice))),
        1 => Just(Input::Event(Event::Kept(done(&["intro2"])))),
        1 => Just(Input::Event(Event::Continued)),
    ]
}

/// What the worker would do, with the laws that watch has to keep.
#[derive(Default)]
struct Model {
    at_work: Option<(Generation, usize)>,
    greatest: u64,
    /// The current exercise was saved, and no check of it has begun since.
    owes_check: bool,
    quit: bool,
}

impl Model {
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Check {
                    generation,
                    exercise,
                } => {
                    assert_eq!(self.at_work, None, "two checks at once");
                    assert!(generation.0 > self.greatest, "generations only grow");
                    self.greatest = generation.0;
                    self.at_work = Some((generation, exercise));
                    self.owes_check = false;
                }
                Effect::Cancel => assert!(self.at_work.is_some(), "nothing to cancel"),
                Effect::Quit => self.quit = true,
                _ => {}
            }
        }
    }
}

fn assert_fits(state: &mut State) {
    let (screen, viewport) = view(state);
    state.shown(viewport);
    assert!(
        screen.lines.len() <= state.size.rows,
        "{:?} {screen:?}",
        state.size
    );
    for line in &screen.lines {
        let plain = line.plain();
        let width: usize = plain
            .chars()
            .map(|c| console::measure_text_width(&c.to_string()))
            .sum();
        assert!(width <= state.size.columns, "{:?} {line:?}", state.size);
    }
}

proptest! {
    #[test]
    fn after_any_events_the_laws_hold(inputs in prop::collection::vec(input(), 0..60)) {
        let mut state = State::new(catalog(), Progress::default(), Purpose::Watch, SIZE);
        let mut model = Model::default();
        model.take(state.start());
        for input in inputs {
            let event = match input {
                Input::Event(event) => event,
                Input::Progress(progress) => Event::Progressed {
                    generation: Generation(model.greatest),
                    progress,
                },
                Input::EndsWith(verdict) => match model.at_work.take() {
                    Some((Generation(number), exercise)) => finished(number, exercise, verdict),
                    None => continue,
                },
                Input::Stale(number) if Some(number) != model.at_work.map(|(g, _)| g.0) => {
                    finished(number, 0, passes())
                }
                Input::Stale(_) => continue,
            };
            if matches!(&event, Event::Saved(saved) if saved.contains(&state.current)) {
                model.owes_check = true;
            }
            model.take(state.step(event));
            assert_fits(&mut state);
            if model.quit {
                break;
            }
        }
        if !model.quit {
            // The checks come to rest, and then the shown verdict is of the current exercise as it is now.
            while let Some((Generation(number), exercise)) = model.at_work.take() {
                model.take(state.step(finished(number, exercise, passes())));
            }
            prop_assert!(!model.owes_check, "a save was not checked");
            prop_assert!(state.checks.is_idle());
            if state.page == Page::Exercise {
                let shown = state.verdict.as_ref().map(|checked| checked.name.clone());
                prop_assert_eq!(shown, Some(catalog().exercises[state.current].name.clone()));
            }
        }
    }
}

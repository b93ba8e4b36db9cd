//! Snapshots of the screens at 40, 80 and 120 columns, and what holds at any size.

use super::*;
use crate::check::verdict;
use crate::comparison::Comparison;
use crate::progress::Progress;
use crate::watch::event::{Event, Generation};
use crate::watch::keys::Key;
use crate::watch::sample::{catalog, checked, does_not_compile, done, fails, moment, passes};
use crate::watch::state::Purpose;

fn state(progress: Progress) -> State {
    let size = Size {
        columns: 80,
        rows: 24,
    };
    let mut state = State::new(catalog(), progress, Purpose::Watch, size);
    state.start();
    state
}

fn found(progress: Progress, verdict: Verdict) -> State {
    let mut state = state(progress);
    let checked = Box::new(checked(state.current, verdict));
    state.step(Event::Finished {
        generation: Generation(1),
        checked,
        at: moment(),
    });
    state
}

fn press(state: &mut State, keys: &str) {
    for key in keys.chars() {
        state.step(Event::Pressed(Key::Char(key)));
        let (_, viewport) = view(state);
        state.shown(viewport);
    }
}

fn drawn(state: &mut State, columns: usize, rows: usize) -> String {
    state.step(Event::Resized(Size { columns, rows }));
    let (screen, viewport) = view(state);
    state.shown(viewport);
    let lines: Vec<String> = screen.lines.iter().map(Line::plain).collect();
    lines.join("\n")
}

fn snapshot(name: &str, state: &mut State) {
    for columns in [40, 80, 120] {
        insta::assert_snapshot!(format!("{name}_{columns}"), drawn(state, columns, 20));
    }
}

#[test]
fn with_ascii_glyphs_every_page_is_ascii() {
    let all_runs = || (0..20).map(|value| value.to_string()).collect();
    let progress = verdict::Progress::Running {
        mode: crate::catalog::Mode::Threads,
        done: 20,
        of: 20,
        values: all_runs(),
    };
    for keys in ["", "?", "l", "l/", "c"] {
        let mut waits = state(Progress::default());
        let mut runs = state(Progress::default());
        runs.step(Event::Progressed {
            generation: Generation(1),
            progress: progress.clone(),
        });
        let mut fails = found(Progress::default(), fails(&"line\n".repeat(100)));
        for state in [&mut waits, &mut runs, &mut fails] {
            state.glyphs = crate::styled::Glyphs::Ascii;
            press(state, keys);
            for columns in [20, 40, 80] {
                let page = drawn(state, columns, 12);
                assert!(page.is_ascii(), "{keys}:\n{page}");
            }
        }
    }
}

#[test]
fn first_start() {
    snapshot("first_start", &mut state(Progress::default()));
}

#[test]
fn running() {
    let mut state = state(done(&["intro1"]));
    let progress = verdict::Progress::Running {
        mode: crate::catalog::Mode::Threads,
        done: 7,
        of: 20,
        values: vec!["0".into(); 7],
    };
    state.step(Event::Progressed {
        generation: Generation(1),
        progress,
    });
    snapshot("running", &mut state);
}

#[test]
fn fails_with_hints_and_a_question() {
    let mut state = found(done(&["intro1", "intro2"]), fails("Counter = -39\n"));
    press(&mut state, "hhx");
    snapshot("fails", &mut state);
}

#[test]
fn passes_and_goes_on() {
    snapshot("passes", &mut found(done(&["intro1"]), passes()));
}

/// At threads1, which has passed; its card mentions two other fixes.
fn with_card() -> State {
    let mut state = found(done(&["intro1", "intro2"]), passes());
    state.step(Event::OtherFixes {
        exercise: 2,
        fixes: vec![
            "Each thread returns its own count; the two are added up after both joins.".into(),
            "A Mutex is held.".into(),
        ],
    });
    state
}

#[test]
fn a_card_after_a_pass() {
    snapshot("card", &mut with_card());
}

#[test]
fn a_card_with_its_answer() {
    let mut state = with_card();
    press(&mut state, "a");
    snapshot("card_answered", &mut state);
}

#[test]
fn an_answer_is_on_the_screen_however_small_it_is_and_wherever_it_was_scrolled() {
    for (rows, to) in (8..24).flat_map(|rows| [(rows, Key::Home), (rows, Key::End)]) {
        let mut state = with_card();
        drawn(&mut state, 40, rows);
        state.step(Event::Pressed(to));
        drawn(&mut state, 40, rows);
        press(&mut state, "a");
        let drawn = drawn(&mut state, 40, rows);
        assert!(drawn.contains("the earlier one."), "{rows}\n{drawn}");
    }
}

#[test]
fn everything_is_done() {
    let progress = Progress {
        current: Some("locks1".into()),
        ..done(&["intro1", "intro2", "threads1"])
    };
    snapshot("everything_done", &mut found(progress, passes()));
}

#[test]
fn does_not_compile_and_a_note() {
    let mut state = found(Progress::default(), does_not_compile());
    state.step(Event::Saved(vec![3]));
    snapshot("does_not_compile", &mut state);
}

#[test]
fn all_keys() {
    let mut state = state(Progress::default());
    press(&mut state, "?");
    snapshot("keys", &mut state);
}

#[test]
fn beside_the_solution() {
    let mut state = found(Progress::default(), fails(""));
    let comparison = Comparison {
        yours: "a\nb\n".into(),
        solution: "a\nc\n".into(),
    };
    state.step(Event::Compared(Ok(comparison)));
    snapshot("diff", &mut state);
}

#[test]
fn check_of_all() {
    let mut state = found(done(&["intro1"]), passes());
    press(&mut state, "c");
    for (number, verdict) in [(2, passes()), (3, fails(""))] {
        let checked = Box::new(checked(number as usize - 2, verdict));
        let generation = Generation(number);
        state.step(Event::Finished {
            generation,
            checked,
            at: moment(),
        });
    }
    snapshot("check_of_all", &mut state);
}

#[test]
fn the_list() {
    let mut state = found(done(&["intro1", "threads1"]), fails(""));
    press(&mut state, "lj");
    snapshot("list", &mut state);
    press(&mut state, "/lock");
    snapshot("list_search", &mut state);
}

#[test]
fn small_windows_still_say_what_matters() {
    let mut state = found(Progress::default(), fails(""));
    assert!(drawn(&mut state, 20, 5).starts_with("intro1 [fails]"));
    assert!(drawn(&mut state, 20, 5).ends_with("? keys  q quit"));
    assert_eq!(drawn(&mut state, 8, 1), "intro1 …");
    assert_eq!(drawn(&mut state, 1, 1), "…");
    press(&mut state, "x");
    // A question is never hidden: a key answers it.
    for rows in 1..6 {
        let drawn = drawn(&mut state, 20, rows);
        assert!(drawn.contains("Reset intro1"), "{rows}: {drawn}");
    }
}

#[test]
fn the_title_says_what_may_be_skipped_until_it_passes() {
    let mut state = found(Progress::default(), fails(""));
    state.catalog.exercises[0].further = true;
    let title = |state: &mut State| drawn(state, 80, 20).lines().nth(1).unwrap().to_owned();
    let expected = "intro1 (may be skipped: n) [fails]  exercises/01_intro/intro1.rs";
    assert_eq!(title(&mut state), expected);
    state.catalog.exercises[0].further = false;
    let expected = "intro1 [fails]  exercises/01_intro/intro1.rs";
    assert_eq!(title(&mut state), expected);
    state.catalog.exercises[0].further = true;
    state.progress = done(&["intro1"]);
    assert_eq!(title(&mut state), expected);
}

#[test]
fn the_list_marks_what_may_be_skipped_and_says_what_the_mark_means() {
    let mut state = state(Progress::default());
    state.catalog.exercises[2].further = true;
    press(&mut state, "l");
    let screen = drawn(&mut state, 80, 20);
    let marked: Vec<_> = screen.lines().filter(|line| line.contains('+')).collect();
    assert_eq!(marked.len(), 2, "{screen}");
    assert_eq!(marked[0], format!("filter: all (4)   {}", report::FURTHER));
    assert!(marked[1].contains("threads1") && marked[1].contains("15 min ** +"));
}

#[test]
fn what_is_selected_is_always_listed() {
    let mut state = found(Progress::default(), fails(""));
    press(&mut state, "l");
    for name in ["intro1", "intro2", "threads1", "locks1"] {
        for rows in 1..24 {
            let drawn = drawn(&mut state, 40, rows);
            assert!(
                rows < 2 || drawn.contains(&format!("> {name}")),
                "{rows} {name}\n{drawn}"
            );
        }
        press(&mut state, "j");
    }
}

#[test]
fn a_long_page_tells_what_part_is_shown() {
    let printed = "x\n".repeat(3);
    let mut state = found(Progress::default(), fails(&printed));
    press(&mut state, "?");
    let drawn = drawn(&mut state, 60, 14);
    let all = BINDINGS.len() + 4;
    assert!(drawn.contains(&format!(" 1-9 of {all} ↑↓ ")), "{drawn}");
}

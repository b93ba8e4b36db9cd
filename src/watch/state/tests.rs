//! The transitions of watch, by tables.

mod explaining;

use super::*;
use crate::check::verdict::{NotRun, Verdict};
use crate::watch::event::Generation;
use crate::watch::keys::Key;
use crate::watch::sample::{catalog, checked, does_not_compile, done, fails, moment, passes};
use crate::watch::view::view;

pub(super) const SIZE: Size = Size {
    columns: 80,
    rows: 24,
};

/// A session at its start, with the check of the current exercise running as number 1.
fn started(progress: Progress) -> State {
    let mut state = State::new(catalog(), progress, Purpose::Watch, SIZE);
    let current = state.current;
    assert_eq!(state.start(), [check(1, current)]);
    state
}

fn check(number: u64, exercise: usize) -> Effect {
    Effect::Check {
        generation: Generation(number),
        exercise,
    }
}

pub(super) fn finished(number: u64, exercise: usize, verdict: Verdict) -> Event {
    Event::Finished {
        generation: Generation(number),
        checked: Box::new(checked(exercise, verdict)),
        at: moment(),
    }
}

fn passed(name: &str) -> Change {
    Change::Passed {
        name: name.into(),
        at: moment(),
    }
}

fn failed(name: &str) -> Change {
    Change::Failed { name: name.into() }
}

fn went_to(name: &str) -> Effect {
    Effect::Keep(vec![Change::WentTo { name: name.into() }])
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    keys.chars()
        .flat_map(|key| state.step(Event::Pressed(Key::Char(key))))
        .collect()
}

fn note(state: &State) -> &str {
    state.note.as_deref().unwrap_or("")
}

/// At the first exercise, whose check has said this.
fn found(verdict: Verdict) -> State {
    let mut state = started(Progress::default());
    state.step(finished(1, 0, verdict));
    state
}

#[test]
fn a_save_checks_and_a_save_during_the_check_starts_it_again() {
    let mut state = found(fails(""));
    assert_eq!(state.step(Event::Saved(vec![0])), [check(2, 0)]);
    assert_eq!(state.verdict, None);
    assert_eq!(state.step(Event::Saved(vec![0])), [Effect::Cancel]);
    let stale = finished(2, 0, passes());
    assert_eq!(state.step(stale), [check(3, 0)]);
    assert_eq!(state.verdict, None);
    assert!(!state.progress.is_done("intro1"));
    state.step(finished(3, 0, passes()));
    assert_eq!(state.verdict, Some(checked(0, passes())));
}

#[test]
fn what_a_check_finds_is_kept_where_it_is_the_learners_attempt() {
    let internal = || {
        Verdict::NotRun(NotRun::Internal {
            reason: "oh".into(),
        })
    };
    for (before, saved, verdict, kept) in [
        (vec![], true, passes(), Some(passed("intro1"))),
        (vec![], true, fails(""), Some(failed("intro1"))),
        (vec![], true, does_not_compile(), Some(failed("intro1"))),
        (vec![], true, internal(), None),
        (vec![], true, Verdict::NotRun(NotRun::Cancelled), None),
        (vec![], false, passes(), Some(passed("intro1"))),
        (vec![], false, fails(""), None),
        (vec!["intro1"], false, passes(), None),
        (vec!["intro1"], false, fails(""), Some(failed("intro1"))),
        (vec!["intro1"], true, passes(), Some(passed("intro1"))),
    ] {
        let progress = Progress {
            current: Some("intro1".into()),
            ..done(&before)
        };
        let mut state = started(progress);
        let mut number = 1;
        if saved {
            state.step(Event::Saved(vec![0]));
            state.step(finished(1, 0, Verdict::NotRun(NotRun::Cancelled)));
            number = 2;
        }
        let case = format!("{before:?} {saved} {verdict:?}");
        let effects = state.step(finished(number, 0, verdict));
        let expected: Vec<_> = kept
            .into_iter()
            .map(|change| Effect::Keep(vec![change]))
            .collect();
        assert_eq!(effects, expected, "{case}");
    }
}

#[test]
fn next_leaves_what_does_not_pass_only_when_asked_twice() {
    let mut state = found(fails(""));
    assert_eq!(press(&mut state, "n"), []);
    assert_eq!(
        note(&state),
        "intro1 does not pass yet. Press n again to skip it for now."
    );
    assert_eq!(press(&mut state, "n"), [went_to("intro2"), check(2, 1)]);
    assert_eq!(state.current, 1);
}

#[test]
fn another_key_or_a_save_between_makes_next_ask_again() {
    let mut state = found(fails(""));
    assert_eq!(press(&mut state, "nsn"), []);
    state.step(Event::Saved(vec![0]));
    assert_eq!(press(&mut state, "n"), []);
    assert_eq!(state.current, 0);
}

#[test]
fn next_leaves_at_once_what_may_be_skipped() {
    let mut state = found(fails(""));
    state.catalog.exercises[0].further = true;
    assert_eq!(press(&mut state, "n"), [went_to("intro2"), check(2, 1)]);
}

#[test]
fn next_goes_on_at_once_from_what_passes() {
    let mut state = found(passes());
    assert_eq!(press(&mut state, "n"), [went_to("intro2"), check(2, 1)]);
}

#[test]
fn after_the_last_exercise_comes_the_first_that_is_open() {
    let at_last = |names: &[&str]| {
        started(Progress {
            current: Some("locks1".into()),
            ..done(names)
        })
    };
    let mut state = at_last(&["intro1", "threads1", "locks1"]);
    assert_eq!(press(&mut state, "n"), [went_to("intro2"), Effect::Cancel]);
    assert_eq!(
        note(&state),
        "That was the last exercise; intro2 does not pass yet."
    );
    let mut state = at_last(&["intro1", "intro2", "threads1", "locks1"]);
    assert_eq!(press(&mut state, "n"), []);
    assert_eq!(note(&state), "Every exercise is done. l lists them.");
    let mut state = at_last(&["intro1", "intro2", "threads1"]);
    assert_eq!(press(&mut state, "nn"), []);
    assert_eq!(
        note(&state),
        "locks1 is the last one that does not pass yet."
    );
}

#[test]
fn previous_stops_at_the_first() {
    let mut state = started(Progress {
        current: Some("intro2".into()),
        ..done(&[])
    });
    press(&mut state, "p");
    assert_eq!(state.current, 0);
    assert_eq!(press(&mut state, "p"), []);
    assert_eq!(note(&state), "This is the first exercise.");
}

#[test]
fn each_hint_is_plainer_and_those_seen_before_come_along() {
    let seen = |seen| {
        Effect::Keep(vec![Change::HintSeen {
            name: "threads1".into(),
            seen,
        }])
    };
    let mut progress = Progress {
        current: Some("threads1".into()),
        ..done(&[])
    };
    progress.apply(&Change::HintSeen {
        name: "threads1".into(),
        seen: 1,
    });
    let mut state = started(progress);
    assert_eq!(state.hints, 0);
    assert_eq!(press(&mut state, "h"), [seen(2)]);
    assert_eq!(press(&mut state, "h"), [seen(3)]);
    assert_eq!(press(&mut state, "h"), []);
    assert!(note(&state).starts_with("That was the last hint."));
    let mut state = started(Progress {
        current: Some("intro2".into()),
        ..done(&[])
    });
    assert_eq!(press(&mut state, "h"), []);
    assert!(note(&state).starts_with("There is no hint for intro2."));
}

#[test]
fn reset_asks_first_and_names_the_backup() {
    let mut state = found(fails(""));
    assert_eq!(press(&mut state, "x"), []);
    assert_eq!(press(&mut state, "zn"), []);
    assert_eq!(note(&state), "intro1 was not reset.");
    assert_eq!(press(&mut state, "xy"), [Effect::Reset(0)]);
    let backup = "/kit/.racelings/backups/intro1-1.rs";
    let effects = state.step(Event::WasReset {
        exercise: 0,
        outcome: Ok(Some(backup.into())),
    });
    let reset = Change::Reset {
        name: "intro1".into(),
    };
    assert_eq!(effects, [Effect::Keep(vec![reset]), check(2, 0)]);
    assert!(
        note(&state).contains(".racelings/backups/intro1-1.rs"),
        "{}",
        note(&state)
    );
    let refused = Event::WasReset {
        exercise: 0,
        outcome: Err("no space".into()),
    };
    assert_eq!(state.step(refused), []);
    assert_eq!(note(&state), "intro1 was not reset: no space");
}

#[test]
fn the_save_of_another_exercise_is_told_and_g_goes_there() {
    let mut state = found(fails(""));
    assert_eq!(state.step(Event::Saved(vec![3])), []);
    assert_eq!(
        note(&state),
        "You saved locks1, another exercise: g goes there."
    );
    assert_eq!(press(&mut state, "g"), [went_to("locks1"), check(2, 3)]);
    assert_eq!(press(&mut state, "g"), []);
}

#[test]
fn checking_all_goes_to_the_first_that_fails() {
    let mut state = found(passes());
    assert_eq!(press(&mut state, "c"), [check(2, 0)]);
    assert_eq!(state.step(finished(2, 0, passes())), [check(3, 1)]);
    assert_eq!(
        state.step(finished(3, 1, passes())),
        [check(4, 2), Effect::Keep(vec![passed("intro2")])]
    );
    assert_eq!(state.step(finished(4, 2, fails(""))), [check(5, 3)]);
    assert_eq!(state.step(finished(5, 3, fails(""))), [went_to("threads1")]);
    assert!(matches!(state.page, Page::All(_)));
    state.step(Event::Pressed(Key::Esc));
    assert_eq!(state.page, Page::Exercise);
    assert_eq!(
        (state.current, &state.verdict),
        (2, &Some(checked(2, fails(""))))
    );
}

#[test]
fn a_save_while_all_are_checked_is_not_lost() {
    let mut state = found(passes());
    press(&mut state, "c");
    state.step(finished(2, 0, passes()));
    // Another exercise is checked once more, after the others.
    assert_eq!(state.step(Event::Saved(vec![2])), []);
    assert_eq!(state.step(Event::Saved(vec![1])), [Effect::Cancel]);
    // The current one is what the learner works at.
    assert_eq!(state.step(Event::Saved(vec![0])), []);
    assert_eq!(state.page, Page::Exercise);
    assert_eq!(state.step(finished(3, 1, fails(""))), [check(4, 0)]);
    assert_eq!(
        state.step(finished(4, 0, fails(""))),
        [Effect::Keep(vec![failed("intro1")])]
    );
    assert_eq!(state.verdict, Some(checked(0, fails(""))));
}

#[test]
fn leaving_the_check_of_all_gives_it_up_and_shows_the_exercise() {
    let mut state = started(Progress::default());
    assert_eq!(press(&mut state, "c"), [Effect::Cancel]);
    assert_eq!(press(&mut state, "q"), []);
    assert_eq!(state.page, Page::Exercise);
    assert_eq!(
        state.step(finished(1, 0, Verdict::NotRun(NotRun::Cancelled))),
        [check(2, 0)]
    );
}

#[test]
fn quitting_ends_the_running_check() {
    for key in [Key::Char('q'), Key::Interrupt] {
        let mut state = started(Progress::default());
        assert_eq!(
            state.step(Event::Pressed(key)),
            [Effect::Cancel, Effect::Quit]
        );
    }
    let mut state = found(passes());
    press(&mut state, "l/x");
    assert_eq!(state.step(Event::Pressed(Key::Interrupt)), [Effect::Quit]);
}

#[test]
fn pages_open_and_close_by_their_keys() {
    let comparison = Comparison {
        yours: "a".into(),
        solution: "b".into(),
    };
    let compared = || Event::Compared(Ok(comparison.clone()));
    let mut state = found(fails(""));
    for (keys, is_exercise) in [
        ("?", false),
        ("?", true),
        ("l", false),
        ("q", true),
        ("?q", true),
    ] {
        press(&mut state, keys);
        assert_eq!(state.page == Page::Exercise, is_exercise, "{keys}");
    }
    assert_eq!(press(&mut state, "d"), [Effect::Compare(0)]);
    state.step(compared());
    assert_eq!(state.page, Page::Diff(comparison.clone()));
    press(&mut state, "d");
    assert_eq!(state.page, Page::Exercise);
    state.step(compared());
    press(&mut state, "?");
    assert_eq!(state.page, Page::Keys);
    state.step(Event::Saved(vec![0]));
    assert_eq!(state.page, Page::Exercise);
}

#[test]
fn an_action_works_on_every_page_but_the_list() {
    let mut state = found(passes());
    assert_eq!(press(&mut state, "?n"), [went_to("intro2"), check(2, 1)]);
    assert_eq!(state.page, Page::Exercise);
}

#[test]
fn the_list_jumps_and_resets() {
    let mut state = found(fails(""));
    press(&mut state, "l");
    for key in [Key::Down, Key::Down] {
        state.step(Event::Pressed(key));
    }
    assert_eq!(press(&mut state, "ry"), [Effect::Reset(2)]);
    assert!(matches!(state.page, Page::List(_)));
    let effects = state.step(Event::Pressed(Key::Enter));
    assert_eq!(effects, [went_to("threads1"), check(2, 2)]);
}

#[test]
fn the_list_by_itself_ends_after_the_choice() {
    let list = || State::new(catalog(), Progress::default(), Purpose::List, SIZE);
    let mut state = list();
    assert_eq!(state.start(), []);
    state.step(Event::Pressed(Key::Down));
    let effects = state.step(Event::Pressed(Key::Enter));
    assert_eq!(effects, [went_to("intro2"), Effect::Quit]);
    assert_eq!(press(&mut list(), "q"), [Effect::Quit]);
}

#[test]
fn what_another_watcher_kept_is_taken_in() {
    let mut state = found(fails(""));
    state.step(Event::Kept(done(&["threads1"])));
    assert!(state.progress.is_done("threads1"));
    assert_eq!(state.current, 0);
}

#[test]
fn the_welcome_stands_until_the_first_save() {
    let mut state = started(Progress::default());
    assert!(state.welcome);
    state.step(Event::Saved(vec![0]));
    assert!(!state.welcome);
    assert!(!started(done(&["intro1"])).welcome);
}

#[test]
fn scrolling_stays_within_the_page() {
    let lines: String = (0..100).map(|line| format!("line {line}\n")).collect();
    let comparison = Comparison {
        yours: lines.clone(),
        solution: String::new(),
    };
    let mut state = found(fails(""));
    state.step(Event::Compared(Ok(comparison)));
    let mut at = |key| {
        state.step(Event::Pressed(key));
        let (_, viewport) = view(&state);
        state.shown(viewport);
        state.scroll
    };
    let last = at(Key::End);
    assert!(last > 70, "{last}");
    assert_eq!(at(Key::Down), last);
    assert_eq!(at(Key::Up), last - 1);
    assert!(at(Key::PageUp) < last - 10);
    assert_eq!(at(Key::Home), 0);
    assert_eq!(at(Key::Up), 0);
    assert_eq!(at(Key::Down), 1);
}

#[test]
fn a_comparison_that_comes_late_takes_no_other_page_away() {
    let comparison = Comparison {
        yours: "a".into(),
        solution: "b".into(),
    };
    let mut state = found(fails(""));
    press(&mut state, "dc");
    state.step(Event::Compared(Ok(comparison)));
    assert!(matches!(state.page, Page::All(_)));
}

#[test]
fn w_writes_the_page_of_what_was_found_and_says_where() {
    let mut state = started(Progress::default());
    assert_eq!(press(&mut state, "w"), []);
    state.step(finished(1, 0, fails("")));
    assert_eq!(press(&mut state, "w"), [Effect::WritePage(0)]);
    state.step(Event::PageWritten(Ok("pages/intro1.html".into())));
    assert_eq!(note(&state), "The page is pages/intro1.html");
}

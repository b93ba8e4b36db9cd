//! How a failure is explained: drawn or asked about, or said in sentences.

use super::*;
use crate::styled::Line;
use crate::watch::sample::fails_in_an_interleaving;

/// The current exercise's check has found a failure that can be drawn.
fn breaks(state: &mut State, number: u64, is_starter: bool) {
    let checked = Checked {
        is_starter,
        ..checked(state.current, fails_in_an_interleaving())
    };
    state.step(Event::Finished {
        generation: Generation(number),
        checked: Box::new(checked),
        at: moment(),
    });
}

#[test]
fn how_a_starter_fails_is_drawn_when_the_learner_asks() {
    let mut state = started(Progress::default());
    breaks(&mut state, 1, true);
    assert!(state.prediction().is_some());
    press(&mut state, "e");
    assert_eq!(state.prediction(), None);
    // It stays so when it is checked again, and each exercise is asked about anew.
    press(&mut state, "r");
    breaks(&mut state, 2, true);
    assert_eq!(state.prediction(), None);
    press(&mut state, "nn");
    breaks(&mut state, 3, true);
    assert!(state.prediction().is_some());
}

#[test]
fn how_an_edited_file_fails_is_drawn_at_once_and_a_starter_too_where_that_is_set() {
    let mut edited = started(Progress::default());
    breaks(&mut edited, 1, false);
    assert_eq!(edited.prediction(), None);
    press(&mut edited, "e");
    assert!(note(&edited).contains("is shown"), "{}", note(&edited));

    let mut always = started(Progress::default());
    always.explaining = Explaining::Always;
    breaks(&mut always, 1, true);
    assert_eq!(always.prediction(), None);
}

#[test]
fn for_a_screen_reader_a_failure_is_said_in_sentences_and_the_game_is_a_command() {
    let mut state = started(Progress::default());
    state.form = Form::Sentences;
    breaks(&mut state, 1, false);
    let (screen, _) = view(&state);
    let shown = Vec::from_iter(screen.lines.iter().map(Line::plain)).join("\n");
    assert!(shown.contains("To see it again: "), "{shown}");
    assert!(!shown.contains('\u{2502}'), "{shown}");
    assert_eq!(press(&mut state, "i"), []);
    assert!(note(&state).contains("play intro1`"), "{}", note(&state));
}

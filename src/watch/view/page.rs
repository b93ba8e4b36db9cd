//! The text of each page, before it is wrapped and scrolled.

use crate::catalog::Exercise;
use crate::check::verdict::{Checked, Verdict};
use crate::comparison::Comparison;
use crate::report::{self, Answer};
use crate::styled::{Columns, Glyphs, Line, Look, Role, Text};
use crate::watch::keys::BINDINGS;
use crate::watch::state::{AllRun, Page, State};

/// Prose wider than this is hard to read.
const PROSE: usize = 100;

/// The keys of every page, after those of the exercise and those that scroll by a line.
const EVERYWHERE: [(&str, &str); 2] = [
    (
        "PgUp PgDn",
        "scroll by a page (also space); Home, End: to either end",
    ),
    ("Ctrl-C", "quit, from everywhere; Ctrl-Z suspends"),
];

/// The text of the page that is shown. (The list draws itself: it scrolls with what is selected.)
pub fn text(state: &State) -> Text {
    match &state.page {
        Page::Exercise => exercise(state),
        Page::Keys => keys(state.glyphs),
        Page::Diff(Comparison { yours, solution }) => report::diff(yours, solution, state.look()),
        Page::All(all) => all_run(all, state),
        Page::List(_) => Text::new(),
    }
}

fn prose(state: &State) -> Look {
    Look {
        width: Columns(state.size.columns.min(PROSE)),
        ..state.look()
    }
}

fn exercise(state: &State) -> Text {
    let mut text = until_question(state);
    if let Some(card) = state.card() {
        let fixes = &state.card.other_fixes;
        text.append_apart(report::card_fixes(card, fixes, prose(state).width));
    }
    let exercise = state.exercise();
    for number in 0..state.hints {
        text.append_apart(hint(exercise, number));
    }
    text
}

/// What is known of the exercise, up to the question of its card.
pub fn until_question(state: &State) -> Text {
    let mut text = Text::new();
    if state.welcome {
        text.append(Text::of(
            Role::Plain,
            state.catalog.welcome_message.trim_end(),
        ));
        text.blank();
    }
    let running = state.checks.running();
    text.append(
        match (
            &state.verdict,
            running.and_then(|running| running.progress.as_ref()),
        ) {
            (Some(checked), _) => found(checked, state),
            (None, Some(progress)) => Text::from_iter([report::running(progress, state.look())]),
            (None, None) => Text::from_iter([checking(state)]),
        },
    );
    text.append_apart(question(state));
    text
}

/// A check of which nothing is known yet.
fn checking(state: &State) -> Line {
    let line = format!("checking {}", state.glyphs.under_way());
    Line::of(Role::Plain, &line)
}

fn hint(exercise: &Exercise, number: usize) -> Text {
    let heading = format!("Hint {} of {}:", number + 1, exercise.hints.len());
    let hint = exercise
        .hints
        .get(number)
        .map_or("", |hint| hint.trim_end());
    let mut text = Text::of(Role::Message, &heading);
    text.append(Text::of(Role::Plain, hint));
    text
}

fn found(checked: &Checked, state: &State) -> Text {
    if let Some(mut text) = state.prediction() {
        text.append_apart(Text::of(
            Role::Plain,
            "i plays it: you are the scheduler. e explains it: it draws the interleaving.",
        ));
        return text;
    }
    let mut text = report::checked(checked, state.exercise(), prose(state)).trimmed();
    if !matches!(checked.verdict, Verdict::Passes(_)) {
        return text;
    }
    text.append_apart(if state.all_done() {
        let last = format!("Every exercise is done.\n\n{}", state.catalog.final_message);
        Text::of(Role::Plain, last.trim_end())
    } else {
        Text::of(
            Role::Plain,
            "Solved! n: next exercise, d: compare with the solution.",
        )
    });
    text
}

/// The beginning of the card; nothing if it is not to be shown.
pub fn question(state: &State) -> Text {
    let Some(card) = state.card() else {
        return Text::new();
    };
    let answer = match state.card.answer_is_shown {
        true => Answer::Shown,
        false => Answer::Hidden("a shows the answer."),
    };
    report::card_question(card, answer, prose(state).width)
}

fn keys(glyphs: Glyphs) -> Text {
    let line = |key: &str, what: &str| Line::of(Role::Plain, &format!("{key:>11}  {what}"));
    let own = BINDINGS
        .iter()
        .map(|b| line(&b.key.to_string(), b.sentence));
    let everywhere = EVERYWHERE.iter().map(|(key, what)| line(key, what));
    let by_a_line = line(glyphs.up_and_down(), "scroll by a line (also k and j)");
    own.chain([by_a_line]).chain(everywhere).collect()
}

fn all_run(all: &AllRun, state: &State) -> Text {
    let exercises = &state.catalog.exercises;
    let mut text = if all.is_finished() {
        conclusion(all, state)
    } else {
        let count = format!("{} of {} checked", all.checked_count(), exercises.len());
        Text::of(Role::Plain, &count)
    };
    text.blank();
    for (index, exercise) in exercises.iter().enumerate() {
        let running = state
            .checks
            .running()
            .filter(|running| running.exercise == index);
        text.push(match (&all.results[index], running) {
            (Some(checked), _) => report::headline(checked, state.glyphs),
            (None, Some(running)) => {
                let start = format!("> {}: ", exercise.name);
                let mut line = Line::of(Role::Plain, &start);
                line.append(match &running.progress {
                    Some(progress) => report::running(progress, state.look()),
                    None => checking(state),
                });
                line
            }
            (None, None) => Line::of(Role::Quiet, &format!("  {}", exercise.name)),
        });
    }
    text
}

fn conclusion(all: &AllRun, state: &State) -> Text {
    let words = match all.first_failing() {
        Some(failing) => {
            let name = &state.catalog.exercises[failing].name;
            format!("{name} is the first that fails: Esc goes there.")
        }
        None => format!(
            "Every exercise passes.\n\n{}",
            state.catalog.final_message.trim_end()
        ),
    };
    Text::of(Role::Plain, &words)
}

//! The text of each page, before it is wrapped and scrolled.

use colored::Colorize;

use crate::catalog::Exercise;
use crate::check::verdict::{Checked, Verdict};
use crate::report::{self, Columns};
use crate::watch::event::Comparison;
use crate::watch::keys::BINDINGS;
use crate::watch::state::{AllRun, Page, State};

/// Prose wider than this is hard to read.
const PROSE: usize = 100;

/// The keys of every page, after those of the exercise.
const EVERYWHERE: [(&str, &str); 5] = [
    ("↑ ↓", "scroll by a line (also k and j)"),
    ("PgUp PgDn", "scroll by a page (also the space bar)"),
    ("Home End", "scroll to the beginning, to the end"),
    ("Esc", "back to the exercise"),
    ("Ctrl-C", "quit, from everywhere; Ctrl-Z suspends"),
];

/// The text of the page that is shown. (The list draws itself: it scrolls with what is selected.)
pub fn text(state: &State) -> String {
    match &state.page {
        Page::Exercise => exercise(state),
        Page::Keys => keys(),
        Page::Diff(Comparison { yours, solution }) => report::diff(yours, solution, width(state)),
        Page::All(all) => all_run(all, state),
        Page::List(_) => String::new(),
    }
}

fn width(state: &State) -> Columns {
    Columns(state.size.columns)
}

fn prose(state: &State) -> Columns {
    Columns(state.size.columns.min(PROSE))
}

fn exercise(state: &State) -> String {
    let mut parts = Vec::new();
    if state.welcome {
        parts.push(state.catalog.welcome_message.trim_end().to_owned());
    }
    parts.push(match (&state.verdict, state.checks.running()) {
        (Some(checked), _) => found(checked, state),
        (None, Some(running)) => running.progress.as_ref().map_or_else(
            || "checking …".into(),
            |progress| report::running(progress, width(state)),
        ),
        (None, None) => "checking …".into(),
    });
    let exercise = state.exercise();
    for number in 0..state.hints {
        parts.push(hint(exercise, number));
    }
    parts.join("\n\n")
}

fn hint(exercise: &Exercise, number: usize) -> String {
    let heading = format!("Hint {} of {}:", number + 1, exercise.hints.len());
    let text = exercise
        .hints
        .get(number)
        .map_or("", |hint| hint.trim_end());
    format!("{}\n{text}", heading.cyan().bold())
}

fn found(checked: &Checked, state: &State) -> String {
    let mut text = report::checked(checked, state.exercise(), prose(state));
    if !matches!(checked.verdict, Verdict::Holds(_)) {
        return text.trim_end().into();
    }
    text.push('\n');
    if state.all_done() {
        text.push_str("Every exercise is done.\n\n");
        text.push_str(&state.catalog.final_message);
    } else {
        text.push_str("Done! n goes on to the next exercise, d shows the solution beside yours.");
    }
    text.trim_end().into()
}

fn keys() -> String {
    let line = |key: &str, what: &str| format!("{key:>11}  {what}\n");
    let own = BINDINGS
        .iter()
        .map(|b| line(&b.key.to_string(), b.sentence));
    let everywhere = EVERYWHERE.iter().map(|(key, what)| line(key, what));
    own.chain(everywhere).collect()
}

fn all_run(all: &AllRun, state: &State) -> String {
    let exercises = &state.catalog.exercises;
    let mut text = if all.is_finished() {
        conclusion(all, state)
    } else {
        format!("{} of {} checked", all.checked_count(), exercises.len())
    };
    text.push_str("\n\n");
    for (index, exercise) in exercises.iter().enumerate() {
        let running = state
            .checks
            .running()
            .filter(|running| running.exercise == index);
        let line = match (&all.results[index], running) {
            (Some(checked), _) => coloured(checked),
            (None, Some(running)) => {
                let at = running.progress.as_ref();
                let at = at.map_or("checking …".into(), |p| report::running(p, width(state)));
                format!("> {}: {at}", exercise.name)
            }
            (None, None) => format!("  {}", exercise.name).dimmed().to_string(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn coloured(checked: &Checked) -> String {
    let line = report::headline(checked);
    let line = line.as_str();
    match &checked.verdict {
        Verdict::Holds(_) => line.green(),
        Verdict::Fails(_) => line.red(),
        Verdict::NotRun(_) => line.yellow(),
    }
    .to_string()
}

fn conclusion(all: &AllRun, state: &State) -> String {
    match all.first_failing() {
        Some(failing) => {
            let name = &state.catalog.exercises[failing].name;
            format!("{name} is the first that does not hold: Esc goes there.")
        }
        None => format!(
            "Every exercise holds.\n\n{}",
            state.catalog.final_message.trim_end()
        ),
    }
}

//! `play --fix`: known wrong fixes of an exercise that passes, as levels. Each looks right; the player breaks it.

use anyhow::Result;

use super::play::{exit_of, played};
use super::{catalog, keep, known_fix, progress, this_program};
use crate::catalog::{Catalog, Exercise};
use crate::check::playable::Wish;
use crate::console::Console;
use crate::exit::Exit;
use crate::fixes::Fix;
use crate::options::PlayArgs;
use crate::play::{Outcome, Program, Start};
use crate::progress::{Change, Progress};
use crate::{invocation, report};

/// Plays the wrong fix with this number, or the first that the player has not broken yet.
pub fn play(
    console: Console,
    name: Option<&str>,
    number: Option<usize>,
    how: &PlayArgs,
) -> Result<Exit> {
    let catalog = catalog()?;
    let before = progress(&catalog);
    let exercise = known_fix::passed(&catalog, &before, name)?;
    let (number, fix) = match number {
        Some(number) => known_fix::numbered(&catalog, exercise, number)?,
        None => next(&catalog, exercise, &before)?,
    };
    let of = known_fix::levels(&catalog, exercise).len();
    let name = format!("{}, fix {number} of {of}", exercise.name);
    let subject = known_fix::subject(&catalog, exercise, &fix)?;
    let program = Program {
        wish: Wish {
            rounds: how.rounds,
            mode: how.mode,
        },
        start: Start {
            schedule: None,
            is_fixed: how.rounds.is_some(),
        },
        ..Program::of_subject(&name, subject, &catalog.root, &this_program()?)
    };
    let outcome = played(program, console)?;
    if let Some(preemptions) = outcome.broken {
        let change = Change::Broke {
            name: exercise.name.clone(),
            fix: fix.name,
            preemptions: preemptions.number(),
        };
        keep(&catalog, &[change]);
    }
    console.say_plain(&conclusion(&exercise.name, number, of, outcome))?;
    Ok(exit_of(outcome))
}

/// The first level that was not broken yet; the first of all, if each was.
fn next(catalog: &Catalog, exercise: &Exercise, progress: &Progress) -> Result<(usize, Fix)> {
    let broken = progress.record(&exercise.name).broken;
    let levels = known_fix::levels(catalog, exercise);
    let open = levels
        .iter()
        .position(|fix| !broken.contains_key(&fix.name));
    known_fix::numbered(catalog, exercise, open.unwrap_or(0) + 1)
}

/// What came of a level, and what can be done next.
fn conclusion(name: &str, number: usize, of: usize, outcome: Outcome) -> String {
    let level = number.to_string();
    let again = invocation::command(&["play", name, "--fix", &level]);
    let Some(preemptions) = outcome.broken else {
        return format!("Fix {number} of {of} is not broken yet: `{again}` plays it again.");
    };
    let par = outcome
        .par
        .map_or_else(String::new, |par| format!(" (par {par})"));
    let line = invocation::command(&["quiz", name, "--fix", &level]);
    let next = invocation::command(&["play", name, "--fix"]);
    let preemptions = report::with_preemptions(preemptions);
    format!(
        "You broke fix {number} of {of} {preemptions}{par}.\nWhich line is decisive? `{line}` asks you. `{next}` plays the next one."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::search::Preemptions;

    #[test]
    fn a_level_ends_with_what_can_be_done_next() {
        let outcome = |broken: Option<u32>| Outcome {
            played: true,
            broken: broken.map(Preemptions::new),
            par: Some(Preemptions::new(1)),
        };
        let broken = conclusion("threads1", 3, 8, outcome(Some(2)));
        assert!(
            broken.starts_with("You broke fix 3 of 8 with 2 preemptions (par 1).\n"),
            "{broken}"
        );
        assert!(broken.contains("quiz threads1 --fix 3`"), "{broken}");
        let open = conclusion("threads1", 3, 8, outcome(None));
        assert!(open.contains("play threads1 --fix 3`"), "{open}");
    }
}

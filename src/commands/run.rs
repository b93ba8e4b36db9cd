//! `run`: checks one exercise.

use std::path::{Path, absolute};

use super::signals::cancelled_by_signals;
use super::{bars, catalog, exit_of, keep, named_or_current, progress, this_program};
use crate::catalog::Exercise;
use crate::check::verdict::Verdict;
use crate::check::{Checker, Subject};
use crate::console::{Console, print};
use crate::exit::Exit;
use crate::exploration::Executors;
use crate::exploration::search::Preemptions;
use crate::grade::check::Pages;
use crate::options::{CheckArgs, Format, GradedArgs};
use crate::progress::{Change, Moment};
use crate::publish::Program;
use crate::report::{self, Explaining};
use crate::sandbox;
use crate::supervise::Cancel;
use anyhow::{Context, Result};

/// Checks the current exercise, or the one named; with `file`, that file as the exercise, up to that bound.
pub fn run(
    console: Console,
    name: Option<&str>,
    file: Option<&Path>,
    bound: Option<u32>,
    how: CheckArgs,
) -> Result<Exit> {
    let catalog = catalog()?;
    let before = progress(&catalog);
    let exercise = named_or_current(&catalog, &before, name)?;
    let subject = Subject {
        bound: bound.map(Preemptions::new),
        ..subject(exercise, file, &catalog.root)?
    };
    let checker = Checker::new(&catalog.root, how.runs, &this_program()?);
    let cancel = cancelled_by_signals()?;
    let bar = bars::spinner(&exercise.name, console);
    let checked = checker.check(&subject, &cancel, &mut |progress| {
        bars::show(&bar, &progress, console);
    });
    bar.finish_and_clear();
    if file.is_none() {
        keep(&catalog, Change::by(&checked, Moment::now()).as_slice());
    }
    match how.format {
        Format::Text => {
            let mut text = report::checked(&checked, exercise, console.look());
            // Another file as the exercise is no pass of the learner's.
            if matches!(checked.verdict, Verdict::Passes(_)) && file.is_none() {
                text.append_apart(report::card_pointer(exercise, console.look().width));
            }
            console.say(&text)?;
        }
        Format::Json => print(&(report::checked_json(&checked) + "\n"))?,
    }
    Ok(exit_of(&checked.verdict))
}

/// Checks a file as an exercise for `grade`. Prints the verdict as JSON, and behind it, if that is asked for, the page of the
/// counterexample.
pub fn run_for_grade(
    name: &str,
    file: &Path,
    bound: Option<u32>,
    graded: GradedArgs,
    runs: u32,
) -> Result<Exit> {
    let cancel = match graded.contained {
        // As the first process in the sandbox it gets no signal from inside that it does not handle.
        true => {
            sandbox::confine().context("the process cannot be confined")?;
            Cancel::new()
        }
        false => cancelled_by_signals()?,
    };
    let catalog = catalog()?;
    let exercise = named_or_current(&catalog, &progress(&catalog), Some(name))?;
    let subject = Subject {
        bound: bound.map(Preemptions::new),
        ..subject(exercise, Some(file), &catalog.root)?
    };
    let checker = Checker::new(&catalog.root, runs, &this_program()?).with(graded.unsafe_code());
    let program = Program::Exercise {
        checker: &checker.with_executors(Executors::One),
        subject: Box::new(subject),
    };
    let found = program.check(&cancel, &mut |_| ());
    let verdict = &found.checked.verdict;
    print(&(report::checked_json(&found.checked) + "\n"))?;
    // Without a page the verdict is the same.
    let html = match (verdict, graded.with_page) {
        (Verdict::Fails(_), Pages::Story) => found.html_without_game(&cancel),
        (Verdict::Fails(_), Pages::Game) => found.html(Explaining::Always, &cancel),
        (Verdict::Fails(_), Pages::None) | (Verdict::Passes(_) | Verdict::NotRun(_), _) => Ok(None),
    };
    print(&html.unwrap_or_default().unwrap_or_default())?;
    Ok(exit_of(verdict))
}

/// The exercise as the learner has it, or as it is in that file.
pub(super) fn subject(exercise: &Exercise, file: Option<&Path>, root: &Path) -> Result<Subject> {
    let Some(file) = file else {
        return Ok(Subject::of(exercise, root));
    };
    let path = absolute(file).with_context(|| file.display().to_string())?;
    Ok(Subject {
        shown: file.display().to_string(),
        ..Subject::in_file(exercise, &path)
    })
}

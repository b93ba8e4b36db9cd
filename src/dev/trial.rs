//! Tries every starter and every solution: a starter fails for its stated reason, a solution holds.

use std::fmt::Write;

use anyhow::Result;
use indicatif::ProgressBar;

use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::{Checked, Note, Verdict};
use crate::check::{Checker, Subject};
use crate::commands::{bar, cancelled_by_signals, this_program};
use crate::report;

/// The table of all verdicts, and what is not as it should be.
///
/// # Errors
/// When the kit cannot find itself, or signals cannot be watched.
pub fn of_all(catalog: &Catalog, runs: u32) -> Result<(String, Vec<String>)> {
    let checker = Checker::new(&catalog.root, runs, &this_program()?);
    let cancel = cancelled_by_signals()?;
    let starters = catalog
        .exercises
        .iter()
        .map(|e| Subject::starter_of(e, &catalog.root));
    let solutions = catalog
        .exercises
        .iter()
        .map(|e| Subject::solution_of(e, &catalog.root));
    let subjects: Vec<Subject> = starters.chain(solutions).collect();
    let progress: ProgressBar = bar(subjects.len() as u64);
    let mut found: Vec<Checked> = Vec::new();
    checker.check_all(&subjects, &cancel, &mut |_, checked| {
        progress.inc(1);
        found.push(checked);
    });
    progress.finish_and_clear();
    let (starters, solutions) = found.split_at(catalog.exercises.len());
    let mut table = format!(
        "{:16} {:14} {:10} {:>7}\n",
        "exercise", "starter", "solution", "seconds"
    );
    let mut problems = Vec::new();
    for ((exercise, starter), solution) in catalog.exercises.iter().zip(starters).zip(solutions) {
        problems.extend(starter_problem(exercise, starter));
        problems.extend(solution_problem(solution));
        problems.extend([starter, solution].into_iter().filter_map(warned));
        let _ = writeln!(
            table,
            "{:16} {:14} {:10} {:7.2}",
            exercise.name,
            word(starter),
            word(solution),
            starter.seconds + solution.seconds
        );
    }
    Ok((table, problems))
}

fn word(checked: &Checked) -> &'static str {
    match &checked.verdict {
        Verdict::Holds(_) => "holds",
        Verdict::Fails(failure) => failure.kind.name(),
        Verdict::NotRun(why) => why.name(),
    }
}

fn starter_problem(exercise: &Exercise, checked: &Checked) -> Option<String> {
    let as_stated = match &checked.verdict {
        Verdict::Fails(failure) => exercise
            .fails
            .iter()
            .any(|kind| kind == failure.kind.name()),
        Verdict::Holds(_) | Verdict::NotRun(_) => false,
    };
    let wanted = exercise.fails.join(" or ");
    let said = report::headline(checked);
    (!as_stated).then(|| {
        format!(
            "{}: the starter should fail with {wanted}, but: {said}",
            exercise.name
        )
    })
}

fn solution_problem(checked: &Checked) -> Option<String> {
    let holds = matches!(checked.verdict, Verdict::Holds(_));
    (!holds).then(|| {
        format!(
            "{}: the solution should hold, but: {}",
            checked.name,
            report::headline(checked)
        )
    })
}

fn warned(checked: &Checked) -> Option<String> {
    let warned = checked
        .notes
        .iter()
        .any(|note| matches!(note, Note::Warnings(_)));
    warned.then(|| format!("{} compiles with a warning.", checked.file))
}

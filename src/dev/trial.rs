//! Checks the exercises themselves: a starter fails for its stated reason, a solution and each right fix
//! pass, each wrong fix fails with its kind and at its line.

use std::collections::HashMap;
use std::env;
use std::fmt::Write;

use anyhow::Result;

use super::memory::{Memory, Remembered};
use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::{Checked, Evidence, Kind, Note, Verdict};
use crate::check::{Checker, Halves, Subject};
use crate::commands::{bar, cancelled_by_signals, this_program};
use crate::console::Console;
use crate::fixes::{self, Expected};
use crate::report;
use crate::styled::Glyphs;
use crate::supervise::Cancel;

/// The number of real runs for a known fix. Few are enough: exploring finds what they could find.
const RUNS_OF_A_FIX: u32 = 3;

/// The role of a program in its exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    Starter,
    /// The starter again, checked by real runs alone.
    StarterInRuns,
    Solution,
    Wrong,
    Right,
}

/// A program to be tried.
struct Trial {
    exercise: usize,
    role: Role,
    subject: Subject,
    runs: u32,
    expected: Expected,
}

/// The table of the verdicts on the exercises with these names, or on all if there are none, and the problems.
///
/// # Errors
/// When the kit cannot find itself, or signals cannot be watched.
pub fn of(
    catalog: &Catalog,
    names: &[String],
    runs: u32,
    console: Console,
) -> Result<(String, Vec<String>)> {
    let (mut trials, mut problems) = trials(catalog, runs);
    let is_named = |trial: &Trial| names.contains(&catalog.exercises[trial.exercise].name);
    trials.retain(|trial| names.is_empty() || is_named(trial));
    let mut memory = Memory::of(&catalog.root, &env::current_exe()?);
    let cancel = cancelled_by_signals()?;
    let results = results(catalog, &trials, &mut memory, &cancel, console)?;
    if names.is_empty() && !cancel.is_cancelled() {
        memory.forget_the_rest();
    }
    for (trial, result) in trials.iter().zip(&results) {
        problems.extend(problem(&catalog.exercises[trial.exercise], trial, result));
    }
    Ok((table(catalog, &trials, &results), problems))
}

fn trials(catalog: &Catalog, runs: u32) -> (Vec<Trial>, Vec<String>) {
    let mut trials = Vec::new();
    let mut problems = Vec::new();
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        let mut add = |role, subject, runs, expected| {
            trials.push(Trial {
                exercise: index,
                role,
                subject,
                runs,
                expected,
            });
        };
        let starter = Subject::starter_of(exercise, &catalog.root);
        let fails = Expected::Fails {
            kinds: exercise.fails.clone(),
            at: Vec::new(),
        };
        let in_runs = Subject {
            halves: Halves::RealRuns,
            ..starter.clone()
        };
        add(Role::Starter, starter, runs, fails.clone());
        add(Role::StarterInRuns, in_runs, runs, fails);
        let solution = Subject::solution_of(exercise, &catalog.root);
        add(Role::Solution, solution, runs, Expected::Passes);
        let (fixes, found) = fixes::on_disk(&catalog.root, exercise);
        problems.extend(found);
        for fix in fixes {
            let file = catalog.root.join(&fix.shown);
            let subject = Subject {
                shown: fix.shown,
                ..Subject::in_file(exercise, &file)
            };
            let role = match fix.expected {
                Expected::Passes => Role::Right,
                Expected::Fails { .. } => Role::Wrong,
            };
            add(role, subject, runs.min(RUNS_OF_A_FIX), fix.expected);
        }
    }
    (trials, problems)
}

/// The result of each program: remembered, or checked now.
fn results(
    catalog: &Catalog,
    trials: &[Trial],
    memory: &mut Memory,
    cancel: &Cancel,
    console: Console,
) -> Result<Vec<Remembered>> {
    let progress = bar(trials.len() as u64, console);
    let mut results: Vec<Option<Remembered>> = trials
        .iter()
        .map(|trial| memory.recall(&catalog.root, &trial.subject, trial.runs))
        .collect();
    progress.inc(results.iter().flatten().count() as u64);
    let mut by_runs: HashMap<u32, Vec<usize>> = HashMap::new();
    for at in (0..trials.len()).filter(|at| results[*at].is_none()) {
        by_runs.entry(trials[at].runs).or_default().push(at);
    }
    for (runs, places) in by_runs {
        let subjects: Vec<Subject> = places
            .iter()
            .map(|at| trials[*at].subject.clone())
            .collect();
        let checker = Checker::new(&catalog.root, runs, &this_program()?);
        // What is wrong with it, each check says.
        let _ = checker.prepare(cancel, &mut |at| {
            crate::commands::show(&progress, &at, console);
        });
        checker.check_all(&subjects, cancel, &mut |number, checked| {
            let at = places[number];
            let result = remembered(&checked, &trials[at].subject);
            if is_lasting(&checked.verdict) {
                memory.keep(&catalog.root, &trials[at].subject, runs, &result);
            }
            progress.set_message(trials[at].subject.shown.clone());
            progress.inc(1);
            results[at] = Some(result);
        });
    }
    progress.finish_and_clear();
    Ok(results.into_iter().flatten().collect())
}

/// Whether the verdict will be the same next time.
fn is_lasting(verdict: &Verdict) -> bool {
    use crate::check::verdict::NotRun;
    matches!(
        verdict,
        Verdict::Passes(_) | Verdict::Fails(_) | Verdict::NotRun(NotRun::DoesNotCompile { .. })
    )
}

fn remembered(checked: &Checked, subject: &Subject) -> Remembered {
    let note = |wanted: fn(&Note) -> bool| checked.notes.iter().any(wanted);
    Remembered {
        word: match &checked.verdict {
            Verdict::Passes(_) => "passes".into(),
            Verdict::Fails(failure) => failure.kind.name().into(),
            Verdict::NotRun(why) => why.name().into(),
        },
        line: decisive_line(&checked.verdict, subject),
        headline: report::headline(checked, Glyphs::Unicode).plain(),
        warned: note(|note| matches!(note, Note::Warnings(_))),
        not_explored: checked.notes.iter().find_map(|note| match note {
            Note::NotExplored { why } => Some(why.clone()),
            Note::CheckPartEdited | Note::Warnings(_) | Note::Remark(_) => None,
        }),
        seconds: checked.seconds,
    }
}

/// The text of the line that the verdict names.
fn decisive_line(verdict: &Verdict, subject: &Subject) -> Option<String> {
    let Verdict::Fails(failure) = verdict else {
        return None;
    };
    if let Evidence::Interleaving { interleaving, .. } = &failure.evidence {
        let line = interleaving.decisive_line(&failure.kind)?;
        return Some(interleaving.source.whole_line(line).to_owned());
    }
    let Kind::Panic {
        location: Some(location),
        ..
    } = &failure.kind
    else {
        return None;
    };
    let text = std::fs::read_to_string(&subject.file).ok()?;
    let line = text.lines().nth(location.line.checked_sub(1)?)?;
    Some(line.trim().to_owned())
}

/// The problem of a result, if it has one.
fn problem(exercise: &Exercise, trial: &Trial, result: &Remembered) -> Option<String> {
    let file = &trial.subject.shown;
    if result.warned && matches!(trial.role, Role::Starter | Role::Solution) {
        return Some(format!("{file} compiles with a warning."));
    }
    if let (Some(why), false) = (&result.not_explored, trial.role == Role::StarterInRuns) {
        return Some(format!(
            "{file}: its interleavings were not explored: {why}."
        ));
    }
    let said = &result.headline;
    match (&trial.expected, trial.role) {
        // Real runs of a starter may pass by luck. If they fail, it must be for the stated reason.
        (Expected::Fails { kinds, .. }, Role::StarterInRuns) => {
            let fits = result.word == "passes" || kinds.contains(&result.word);
            let wanted = kinds.join(" or ");
            (!fits).then(|| {
                format!(
                    "{}: in real runs the starter should fail with {wanted}, but: {said}",
                    exercise.name
                )
            })
        }
        (Expected::Fails { kinds, at }, role) => {
            let wanted = kinds.join(" or ");
            let what = match role {
                Role::Starter => format!("{}: the starter", exercise.name),
                _ => format!("{file}: this fix"),
            };
            if !kinds.contains(&result.word) {
                return Some(format!("{what} should fail with {wanted}, but: {said}"));
            }
            let line = result.line.as_deref().unwrap_or("none");
            (!at.is_empty() && !at.iter().any(|text| text == line)).then(|| {
                format!(
                    "{what} should fail at `{}`, but the line is `{line}`.",
                    at.join("` or `")
                )
            })
        }
        (Expected::Passes, role) => {
            let what = match role {
                Role::Solution => format!("{}: the solution", exercise.name),
                _ => format!("{file}: this fix"),
            };
            (result.word != "passes").then(|| format!("{what} should pass, but: {said}"))
        }
    }
}

fn table(catalog: &Catalog, trials: &[Trial], results: &[Remembered]) -> String {
    let mut table = format!(
        "{:15} {:13} {:13} {:8} {:>7} {:>7} {:>8}\n",
        "exercise", "starter", "in real runs", "solution", "wrong", "right", "seconds"
    );
    for (index, exercise) in catalog.exercises.iter().enumerate() {
        let own = || {
            trials
                .iter()
                .zip(results)
                .filter(|(trial, _)| trial.exercise == index)
        };
        if own().next().is_none() {
            continue;
        }
        let word = |role| {
            own()
                .find(|(trial, _)| trial.role == role)
                .map_or("?", |(_, result)| result.word.as_str())
        };
        let count = |role| {
            let of_role = || own().filter(|(trial, _)| trial.role == role);
            let good = of_role()
                .filter(|(trial, result)| problem(exercise, trial, result).is_none())
                .count();
            format!("{good}/{}", of_role().count())
        };
        let seconds: f64 = own().map(|(_, result)| result.seconds).sum();
        let _ = writeln!(
            table,
            "{:15} {:13} {:13} {:8} {:>7} {:>7} {seconds:8.2}",
            exercise.name,
            word(Role::Starter),
            word(Role::StarterInRuns),
            word(Role::Solution),
            count(Role::Wrong),
            count(Role::Right),
        );
    }
    table
}

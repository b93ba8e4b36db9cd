//! What came of a class, in numbers. Pure.

use std::collections::BTreeSet;

use serde::Serialize;

use super::merge::Problem;
use super::result::{Containment, GradeLine, Word};
use super::student::Student;
use super::words;
use crate::styled::printable;

/// The schema of what `grade --format json` prints, and its version: docs/schema/grade_summary.json.
const GRADED: &str = "racelings/grade-summary/1";

/// The schema of what `grade merge --format json` prints, and its version: docs/schema/merge_summary.json.
const MERGED: &str = "racelings/merge-summary/1";

/// What came of a grading.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Graded<'a> {
    /// The schema of this object, and its version.
    schema: &'static str,
    #[serde(flatten)]
    summary: &'a Summary,
    /// How many checks are left: 0 if it was not stopped.
    left: usize,
    /// How long it took.
    seconds: f64,
}

impl<'a> Graded<'a> {
    /// That of a grading which took so long, with so many checks left.
    pub fn new(summary: &'a Summary, left: usize, seconds: f64) -> Graded<'a> {
        Graded {
            schema: GRADED,
            summary,
            left,
            seconds,
        }
    }
}

/// What came of results that were put together.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Together<'a> {
    /// The schema of this object, and its version.
    schema: &'static str,
    #[serde(flatten)]
    summary: &'a Summary,
    /// How many results are there more than once, and agree.
    twice: usize,
    /// What does not fit.
    problems: Vec<Misfit>,
}

/// Something that does not fit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Misfit {
    /// What it is: `contradiction`, `two_texts`, `different_kits`, `different_compilers`, `different_classes` or `missing`.
    kind: &'static str,
    /// The same as a sentence, for people.
    message: String,
}

impl<'a> Together<'a> {
    /// That of these results.
    pub fn new(summary: &'a Summary, twice: usize, problems: &[Problem]) -> Together<'a> {
        let problems = problems.iter().map(|problem| Misfit {
            kind: problem.kind(),
            message: words::problem(problem),
        });
        Together {
            schema: MERGED,
            summary,
            twice,
            problems: problems.collect(),
        }
    }
}

/// A summary as it is printed: one line of JSON.
pub fn json(summary: &impl Serialize) -> String {
    let line = serde_json::to_string(summary).expect("strings and numbers are always JSON");
    printable::json(&line) + "\n"
}

/// The results of a class, counted.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// The students of whom there are results.
    pub students: usize,
    /// All results.
    pub results: usize,
    /// Programs that pass.
    pub passes: usize,
    /// Programs that fail.
    pub fails: usize,
    /// Exercises that were not handed in.
    pub missing: usize,
    /// What could not be checked, for a reason that lies in the submission.
    pub not_run: usize,
    /// What could not be checked because of the machine or the kit.
    pub disturbed: usize,
    /// The checks that were made for these results.
    pub checks: usize,
    /// Results for which nothing was run: the same text was checked before.
    pub kept: usize,
    /// Results of code that ran without a sandbox.
    pub uncontained: usize,
    /// How long all checks together were on a processor.
    pub processor_seconds: f64,
}

impl Summary {
    /// Counts results, one for each student and exercise.
    pub fn of<'a>(results: impl IntoIterator<Item = &'a GradeLine>) -> Summary {
        let mut students: BTreeSet<&Student> = BTreeSet::new();
        let mut summary = Summary::default();
        for line in results {
            students.insert(&line.student);
            summary.results += 1;
            let finding = &line.finding;
            let count = match finding.verdict {
                Word::Passes => &mut summary.passes,
                Word::Fails => &mut summary.fails,
                Word::NotRun if finding.is_missing() => &mut summary.missing,
                Word::NotRun if finding.is_lasting() => &mut summary.not_run,
                Word::NotRun => &mut summary.disturbed,
            };
            *count += 1;
            let ran = finding.checks > 0;
            summary.uncontained += usize::from(ran && line.origin.sandbox == Containment::None);
            summary.kept += usize::from(line.kept);
            if !line.kept && finding.checks > 0 {
                summary.checks += 1;
                summary.processor_seconds += finding.processor_seconds;
            }
        }
        summary.students = students.len();
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge::last;
    use super::super::result::tests::line;
    use super::super::result::{Finding, MISSING};
    use super::*;

    #[test]
    fn each_result_is_counted_once_and_what_was_kept_costs_nothing() {
        let mut lines = vec![
            line("alice", "threads1", Word::Passes, "one"),
            line("bob", "threads1", Word::Passes, "one"),
            line("alice", "threads2", Word::Fails, "two"),
            line("bob", "threads2", Word::NotRun, "three"),
            line("carol", "threads1", Word::NotRun, ""),
            line("carol", "threads2", Word::NotRun, ""),
        ];
        for line in &mut lines {
            line.finding.checks = 1;
            line.finding.processor_seconds = 2.0;
        }
        lines[1].kept = true;
        lines[4].finding = Finding::not_run("threads1", MISSING, "", None);
        lines[0].origin.sandbox = Containment::None;
        lines[5].origin.sandbox = Containment::None;
        lines[5].finding = Finding::not_run("threads2", "surroundings", "", None);
        let summary = Summary::of(last(lines).values());
        let expected = Summary {
            students: 3,
            results: 6,
            passes: 2,
            fails: 1,
            missing: 1,
            not_run: 1,
            disturbed: 1,
            checks: 3,
            kept: 1,
            uncontained: 1,
            processor_seconds: 6.0,
        };
        assert_eq!(summary, expected);
    }

    #[test]
    fn the_schemas_are_those_of_what_is_printed() {
        use crate::report::schema::assert_current;
        assert_current("grade_summary", GRADED, schemars::schema_for!(Graded<'_>));
        assert_current("merge_summary", MERGED, schemars::schema_for!(Together<'_>));
    }
}

//! What `grade` says to a teacher. Pure.

use super::merge::{Difference, Problem};
use super::summary::Summary;
use crate::report::counted;

/// What came of a class, and what it took.
pub fn summary(summary: &Summary, seconds: f64) -> String {
    format!(
        "{}\n{}, {:.0} s of processor time, {seconds:.0} s. {}",
        verdicts(summary),
        counted(summary.checks, "check"),
        summary.processor_seconds,
        saved(summary)
    )
}

/// What is said of a grading that was stopped.
pub fn stopped(left: usize) -> String {
    let left = counted(left, "check");
    format!("It was stopped, with {left} left. The same command goes on from there.")
}

/// What came of shards together.
pub fn merged(summary: &Summary, twice: usize) -> String {
    let twice = match twice {
        0 => String::new(),
        twice => format!(
            "\n{} more than once, and they agree.",
            counted_are(twice, "result")
        ),
    };
    format!("{}{twice}", verdicts(summary))
}

fn verdicts(summary: &Summary) -> String {
    let disturbed = match summary.disturbed {
        0 => String::new(),
        disturbed => format!(
            "\n{} disturbed by the machine or the kit, and nothing is known of the program: the same command tries again.",
            counted_are(disturbed, "check")
        ),
    };
    let uncontained = match summary.uncontained {
        0 => String::new(),
        uncontained => format!(
            "\n{} of code that ran without a sandbox.",
            counted_are(uncontained, "result")
        ),
    };
    format!(
        "{}, {}: {} passes, {} fails, {} not checked, {} missing.{disturbed}{uncontained}",
        counted(summary.students, "student"),
        counted(summary.results, "result"),
        summary.passes,
        summary.fails,
        summary.not_run + summary.disturbed,
        summary.missing,
    )
}

fn counted_are(number: usize, noun: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(number, noun))
}

fn saved(summary: &Summary) -> String {
    match summary.kept {
        0 => "No text was handed in twice.".into(),
        kept => format!(
            "{} taken from an earlier check of the same text.",
            counted_are(kept, "result")
        ),
    }
}

/// What lies in the folder of a class and is no submission.
pub fn others(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = match names.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("not a submission: {}{more}", shown.join(", "))
}

/// What does not fit when shards are put together.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Contradiction {
            student,
            exercise,
            said: [one, other],
        } => {
            let said = |(part, machine, headline): &(String, String, String)| {
                format!("\n  {part} ({machine}): {headline}")
            };
            format!(
                "{student}, {exercise}: the same text has two verdicts. This is a bug of racelings; please report it.{}{}",
                said(one),
                said(other)
            )
        }
        Problem::TwoTexts {
            student,
            exercise,
            parts: [one, other],
        } => format!(
            "{student}, {exercise}: {one} and {other} have checked different texts, or under different conditions. Grade the class again from the same submissions."
        ),
        Problem::Differ { what, values } => {
            let what = match what {
                Difference::Kit => "kits",
                Difference::Rustc => "compilers",
                Difference::Class => "classes",
            };
            let values = values.iter();
            let values = values.map(|(value, parts)| format!("\n  {value}: {}", parts.join(", ")));
            format!(
                "the shards were graded with different {what}:{}",
                values.collect::<String>()
            )
        }
        Problem::Missing {
            results,
            shards,
            known,
        } => {
            const SHOWN: usize = 10;
            let mut text = format!("{} missing.", counted_are(*results, "result"));
            if !shards.is_empty() {
                let named = &shards[..shards.len().min(SHOWN)];
                let more = if named.len() < shards.len() {
                    " and others"
                } else {
                    ""
                };
                text += &format!(" Nothing is there of {}{more}.", named.join(", "));
            }
            for (student, exercise) in known.iter().take(SHOWN) {
                text += &format!("\n  {student}, {exercise}");
            }
            match results.saturating_sub(known.len().min(SHOWN)) {
                0 => {}
                more => text += &format!("\n  and {more} more"),
            }
            text
        }
    }
}

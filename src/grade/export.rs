//! Results as other programs want them: a class as one file (CSV, JUnit XML, an overview), or each student's results as one
//! file (Gradescope, PrairieLearn, exercism, Classroom 50). Pure: each is a function from the gradebook to a text.

pub mod classroom50;
pub mod csv;
pub mod exercism;
pub mod gradescope;
pub mod junit;
pub mod overview;
pub mod prairielearn;

use serde::Serialize;

use super::feedback::points;
use super::gradebook::{Gradebook, Graded, Row};
use super::result::GradeLine;
use crate::report::counted;

/// An exercise with a result that says something about the program.
pub type Judged<'a> = (&'a Graded, &'a GradeLine);

/// A value as JSON for people and programs, with its line end.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.expect("strings and numbers are always JSON") + "\n"
}

/// `2 of 3 exercises pass: 3.5 of 4.5 points.`
fn summary(book: &Gradebook, row: &Row) -> String {
    let lines = row.results.iter().flatten();
    let passes = lines.filter(|line| line.finding.passes());
    format!(
        "{} of {} pass: {} of {} points.",
        passes.count(),
        counted(book.exercises.len(), "exercise"),
        points(row.points()),
        points(book.max_points())
    )
}

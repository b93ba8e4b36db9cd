//! A hint, with its number.

use colored::Colorize;

use super::Columns;
use crate::catalog::Exercise;

/// The hint at `index` of an exercise, counted from 0, and how many there are.
pub fn hint(exercise: &Exercise, index: usize, width: Columns) -> String {
    let of = exercise.hints.len();
    let Some(text) = exercise.hints.get(index) else {
        return String::new();
    };
    let title = format!("Hint {} of {of} for {}", index + 1, exercise.name);
    let lines: Vec<String> = text
        .trim()
        .lines()
        .map(|line| textwrap::fill(line, width.0.max(1)))
        .collect();
    let last = if index + 1 == of {
        "\nThat was the last hint."
    } else {
        ""
    };
    format!("{}\n\n{}\n{last}\n", title.bold(), lines.join("\n"))
}

//! Sentences: folded to a width, with numbers that agree with their nouns.

use super::Columns;

/// Folded at the width; what is folded keeps its indent.
pub(super) fn wrapped(text: &str, width: Columns) -> String {
    let indent = text.len() - text.trim_start().len();
    let indent = " ".repeat(indent);
    let options = textwrap::Options::new(width.0.max(1)).subsequent_indent(&indent);
    let mut lines = textwrap::wrap(text, options).join("\n");
    lines.push('\n');
    lines
}

/// `1 run`, `2 runs`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

//! The learner's text beside the solution: in two columns where there is room, else one below the other.

use std::fmt::Write;

use colored::{ColoredString, Colorize};
use similar::{ChangeTag, DiffOp, TextDiff};

use super::Columns;

/// From this width on there is room for two columns of code.
const TWO_COLUMNS: usize = 120;

/// Equal lines around a change, and between two changes before they are parted.
const CONTEXT: usize = 3;

/// What differs between `yours` and `solution`.
pub fn diff(yours: &str, solution: &str, width: Columns) -> String {
    let diff = TextDiff::from_lines(yours, solution);
    let groups = diff.grouped_ops(CONTEXT);
    if groups.is_empty() {
        return "Your file and the solution are the same, letter by letter.\n".into();
    }
    let mut text = String::new();
    if width.0 >= TWO_COLUMNS {
        let half = (width.0 - 3) / 2;
        let _ = writeln!(
            text,
            "{} │ {}",
            pad("Yours", half).bold(),
            "Solution".bold()
        );
        for (index, group) in groups.iter().enumerate() {
            gap(index, &mut text);
            group
                .iter()
                .for_each(|op| side_by_side(&diff, op, half, &mut text));
        }
    } else {
        let _ = writeln!(text, "{}", "- yours   + solution".bold());
        for (index, group) in groups.iter().enumerate() {
            gap(index, &mut text);
            group
                .iter()
                .for_each(|op| one_below_the_other(&diff, op, width, &mut text));
        }
    }
    text
}

fn gap(index: usize, text: &mut String) {
    if index > 0 {
        let _ = writeln!(text, "{}", "⋮".dimmed());
    }
}

fn one_below_the_other(
    diff: &TextDiff<'_, '_, str>,
    op: &DiffOp,
    width: Columns,
    text: &mut String,
) {
    for change in diff.iter_changes(op) {
        let number = change.old_index().or(change.new_index()).unwrap_or(0) + 1;
        let (sign, paint): (&str, fn(&str) -> ColoredString) = match change.tag() {
            ChangeTag::Delete => ("-", |line| line.red()),
            ChangeTag::Insert => ("+", |line| line.green()),
            ChangeTag::Equal => (" ", |line| line.normal()),
        };
        let line = format!("{sign} {number:>4} {}", shown(change.value()));
        let _ = writeln!(
            text,
            "{}",
            paint(&console::truncate_str(&line, width.0, "…"))
        );
    }
}

fn side_by_side(diff: &TextDiff<'_, '_, str>, op: &DiffOp, half: usize, text: &mut String) {
    let old: Vec<&str> = op
        .old_range()
        .filter_map(|line| diff.old_slice(line))
        .collect();
    let new: Vec<&str> = op
        .new_range()
        .filter_map(|line| diff.new_slice(line))
        .collect();
    let equal = matches!(op, DiffOp::Equal { .. });
    for row in 0..old.len().max(new.len()) {
        let side = |lines: &[&str], first: usize, sign: &str| {
            let cell = lines.get(row).map_or_else(String::new, |line| {
                let sign = if equal { " " } else { sign };
                format!("{sign} {:>4} {}", first + row + 1, shown(line))
            });
            pad(&cell, half)
        };
        let left = side(&old, op.old_range().start, "-");
        let right = side(&new, op.new_range().start, "+");
        let (left, right) = if equal {
            (left.normal(), right.trim_end().normal())
        } else {
            (left.red(), right.trim_end().green())
        };
        let _ = writeln!(text, "{left} │ {right}");
    }
}

/// A line as the terminal can show it: no newline, no tabs.
fn shown(line: &str) -> String {
    let line = line.trim_end_matches(['\n', '\r']).replace('\t', "    ");
    line.chars().filter(|c| !c.is_control()).collect()
}

fn pad(cell: &str, width: usize) -> String {
    let cut = console::truncate_str(cell, width, "…");
    console::pad_str(&cut, width, console::Alignment::Left, None).into_owned()
}

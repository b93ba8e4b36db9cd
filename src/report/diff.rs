//! The learner's text beside the solution: in two columns where there is room, else one below the other.

use similar::{ChangeTag, DiffOp, TextDiff};

use crate::styled::{Columns, Line, Look, Role, Text};

/// From this width on there is room for two columns of code.
const TWO_COLUMNS: usize = 120;

/// Equal lines around a change, and between two changes before they are parted.
const CONTEXT: usize = 3;

/// What differs between `yours` and `solution`.
pub fn diff(yours: &str, solution: &str, look: Look) -> Text {
    let diff = TextDiff::from_lines(yours, solution);
    let groups = diff.grouped_ops(CONTEXT);
    if groups.is_empty() {
        return Text::of(Role::Plain, "Your file and the solution are identical.");
    }
    let in_two = look.width.0 >= TWO_COLUMNS;
    let half = Columns((look.width.0.saturating_sub(3)) / 2);
    let mut text = Text::new();
    text.push(match in_two {
        true => beside(
            Line::of(Role::Heading, "Yours"),
            Line::of(Role::Heading, "Solution"),
            half,
            look,
        ),
        false => Line::of(Role::Heading, "- yours   + solution"),
    });
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            text.push(Line::of(Role::Quiet, look.glyphs.left_out_lines()));
        }
        for op in group {
            match in_two {
                true => side_by_side(&diff, op, half, look, &mut text),
                false => one_below_the_other(&diff, op, look, &mut text),
            }
        }
    }
    text
}

fn one_below_the_other(diff: &TextDiff<'_, '_, str>, op: &DiffOp, look: Look, text: &mut Text) {
    for change in diff.iter_changes(op) {
        let number = change.old_index().or(change.new_index()).unwrap_or(0) + 1;
        let (sign, role) = match change.tag() {
            ChangeTag::Delete => ("-", Role::Wrong),
            ChangeTag::Insert => ("+", Role::Right),
            ChangeTag::Equal => (" ", Role::Plain),
        };
        let line = numbered(sign, number, change.value(), role);
        text.push(line.cut(look.width, look.glyphs));
    }
}

fn side_by_side(
    diff: &TextDiff<'_, '_, str>,
    op: &DiffOp,
    half: Columns,
    look: Look,
    text: &mut Text,
) {
    let equal = matches!(op, DiffOp::Equal { .. });
    let old = op
        .old_range()
        .map(|at| diff.old_slice(at).map(|line| (at, line)));
    let new = op
        .new_range()
        .map(|at| diff.new_slice(at).map(|line| (at, line)));
    let cell = |line: Option<(usize, &str)>, sign: &str, role: Role| {
        line.map_or_else(Line::new, |(at, line)| match equal {
            true => numbered(" ", at + 1, line, Role::Plain),
            false => numbered(sign, at + 1, line, role),
        })
    };
    let (mut old, mut new) = (old.flatten(), new.flatten());
    loop {
        let (left, right) = (old.next(), new.next());
        if left.is_none() && right.is_none() {
            return;
        }
        let (left, right) = (cell(left, "-", Role::Wrong), cell(right, "+", Role::Right));
        text.push(beside(left, right, half, look));
    }
}

/// Two lines in two columns of this width.
fn beside(left: Line, right: Line, half: Columns, look: Look) -> Line {
    let mut line = left.cut(half, look.glyphs).padded(half);
    line.push(Role::Plain, &format!(" {} ", look.glyphs.border()));
    line.append(right.cut(half, look.glyphs));
    line
}

fn numbered(sign: &str, number: usize, code: &str, role: Role) -> Line {
    let code = code.trim_end_matches(['\n', '\r']);
    Line::of(role, &format!("{sign} {number:>4} {code}"))
}

//! A hint, with its number.

use crate::catalog::Exercise;
use crate::styled::{Columns, Line, Role, Text};

/// The hint at `index` of an exercise, counted from 0, and how many there are.
pub fn hint(exercise: &Exercise, index: usize, width: Columns) -> Text {
    let of = exercise.hints.len();
    let Some(hint) = exercise.hints.get(index) else {
        return Text::new();
    };
    let title = format!("Hint {} of {of} for {}", index + 1, exercise.name);
    let mut text = Text::from_iter([Line::of(Role::Heading, &title)]);
    text.append_apart(Text::prose(Role::Plain, hint.trim(), width));
    if index + 1 == of {
        text.append_apart(Text::of(Role::Plain, "That was the last hint."));
    }
    text
}

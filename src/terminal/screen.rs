//! What is on a screen.

use crate::styled::{Line, Look, Role, width_of};

/// The size of the terminal, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Cells in a line.
    pub columns: usize,
    /// Lines.
    pub rows: usize,
}

/// The lines of the whole screen: never more than its rows, none wider than its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// From the top.
    pub lines: Vec<Line>,
}

/// What part of the page is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewport {
    /// The first line that is shown.
    pub from: usize,
    /// How many lines there is room for.
    pub rows: usize,
}

/// Keys, each with a word, in one line: the last two always, the others as long as there is room before them.
pub fn fitting_keys(keys: &[(String, &str)], look: Look) -> Line {
    let width = |(key, word): &(String, &str)| width_of(key) + 1 + width_of(word) + 2;
    let (others, last) = keys.split_at(keys.len().saturating_sub(2));
    let mut room = (look.width.0 + 2).saturating_sub(last.iter().map(width).sum());
    let kept = others.iter().take_while(|key| {
        let fits = width(key) <= room;
        room = room.saturating_sub(width(key));
        fits
    });
    let mut line = Line::new();
    for (at, (key, word)) in kept.chain(last).enumerate() {
        let gap = if at == 0 { "" } else { "  " };
        line.push(Role::Plain, gap);
        line.push(Role::Heading, key);
        line.push(Role::Plain, &format!(" {word}"));
    }
    line.cut(look.width, look.glyphs)
}

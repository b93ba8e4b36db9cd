//! What is on a screen.

use std::ops::Range;

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

/// The line of the keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyLine {
    /// The line.
    pub line: Line,
    /// Where each of the keys that fit stands in it, with its number among all.
    pub places: Vec<(usize, Range<usize>)>,
}

/// Keys, each with a word, in one line: the last two always, the others as long as there is room before them.
pub fn fitting_keys(keys: &[(String, &str)], look: Look) -> KeyLine {
    let width = |(key, word): &(String, &str)| width_of(key) + 1 + width_of(word) + 2;
    let always = keys.len().saturating_sub(2);
    let (others, last) = keys.split_at(always);
    let mut room = (look.width.0 + 2).saturating_sub(last.iter().map(width).sum());
    let fit = others.iter().take_while(|key| {
        let fits = width(key) <= room;
        room = room.saturating_sub(width(key));
        fits
    });
    let fit = fit.count();
    let (mut line, mut places) = (Line::new(), Vec::new());
    for number in (0..fit).chain(always..keys.len()) {
        let (key, word) = &keys[number];
        let gap = if line.is_empty() { "" } else { "  " };
        line.push(Role::Plain, gap);
        let start = line.width();
        line.push(Role::Heading, key);
        line.push(Role::Plain, &format!(" {word}"));
        places.push((number, start..line.width()));
    }
    KeyLine {
        line: line.cut(look.width, look.glyphs),
        places,
    }
}

//! What is on a screen.

use crate::styled::Line;

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

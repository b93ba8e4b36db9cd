//! The mouse of a terminal: what is done with it, and the parts of a screen that can be clicked.

use std::ops::Range;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

/// Clicks and the wheel are reported, in a form that knows no last column. Not the moves of the mouse.
pub(super) const CAPTURE: &str = "\u{1b}[?1000h\u{1b}[?1006h";

/// The mouse is the terminal's again: it selects text.
pub(super) const RELEASE: &str = "\u{1b}[?1006l\u{1b}[?1000l";

/// Whose the mouse is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// The program's: the terminal reports clicks to it.
    Program,
    /// The terminal's: it selects text.
    Terminal,
}

/// Something that is done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button was pressed in this cell.
    Clicked {
        /// From the top, the first is 0.
        row: usize,
        /// From the left, the first is 0.
        column: usize,
    },
    /// The wheel was turned towards the beginning.
    WheelUp,
    /// The wheel was turned towards the end.
    WheelDown,
}

impl Mouse {
    /// What the terminal reported, if it means something.
    pub fn of(event: MouseEvent) -> Option<Mouse> {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Clicked {
                row: event.row.into(),
                column: event.column.into(),
            }),
            MouseEventKind::ScrollUp => Some(Mouse::WheelUp),
            MouseEventKind::ScrollDown => Some(Mouse::WheelDown),
            MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
            | MouseEventKind::Up(_)
            | MouseEventKind::Drag(_)
            | MouseEventKind::Moved
            | MouseEventKind::ScrollLeft
            | MouseEventKind::ScrollRight => None,
        }
    }
}

/// A part of the screen, and what a click on it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region<A> {
    /// From the top of the screen.
    pub rows: Range<usize>,
    /// From its left.
    pub columns: Range<usize>,
    /// What a click does.
    pub action: A,
}

impl<A: Copy> Region<A> {
    /// The same further down and to the right.
    #[must_use]
    pub fn moved(self, rows: usize, columns: usize) -> Self {
        Self {
            rows: self.rows.start + rows..self.rows.end + rows,
            columns: self.columns.start + columns..self.columns.end + columns,
            action: self.action,
        }
    }

    /// What a click on this cell does. Where regions overlap, it is what the first of them does.
    pub fn action_at(regions: &[Self], row: usize, column: usize) -> Option<A> {
        let is_there =
            |region: &&Self| region.rows.contains(&row) && region.columns.contains(&column);
        regions.iter().find(is_there).map(|region| region.action)
    }
}

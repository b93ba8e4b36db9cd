//! What stands at the left of the columns: the number of each step, and the shared state. Pure.

use super::super::cells::{self, Cell};
use super::super::scene::{Row, StepNumber};
use super::Grid;
use super::room::{self, Shown};
use crate::styled::{Columns, Line, Role, Text};

/// The text of a value that is not known.
const UNKNOWN: &str = "?";

impl Grid<'_> {
    /// The names of the cells that have no room.
    pub(super) fn left_out(&self, width: Columns) -> Text {
        let is_known = |at: &usize| {
            let mut texts = self.scene.rows.iter().filter_map(|row| row.cells.get(*at));
            texts.any(|text| !text.is_empty())
        };
        let is_shown = |at: &usize| self.cells.iter().any(|cell| cell.at == *at);
        let names: Vec<String> = (0..self.scene.cells.len())
            .filter(|at| is_known(at) && !is_shown(at))
            .map(|at| cells::heading(&self.scene.cells[at]))
            .collect();
        if names.is_empty() {
            return Text::new();
        }
        let line = format!("No room for: {}.", names.join(", "));
        let mut text = Text::prose(Role::Plain, &line, width);
        text.blank();
        text
    }

    /// The names above the cells and the columns. Those of the columns are in the last line.
    pub(super) fn head(&self) -> Text {
        let named = self.cells.iter().map(|cell| {
            let name = cells::heading(&self.scene.cells[cell.at]);
            (room::broken(&name, cell.width), cell.width)
        });
        let names: Vec<(Vec<String>, usize)> = named.collect();
        let height = names
            .iter()
            .map(|(lines, _)| lines.len())
            .max()
            .unwrap_or(1);
        let mut text = Text::new();
        for line in 0..height {
            let mut whole = self.number(None);
            for (lines, width) in &names {
                // Names with fewer lines stand at the bottom.
                let above = height - lines.len();
                let part = line.checked_sub(above).map_or("", |at| lines[at].as_str());
                whole.append(self.cell(part, *width, Role::Plain));
                whole.push(Role::Plain, " ");
            }
            if line + 1 == height {
                whole.append(self.heads());
            }
            text.push(whole.trimmed());
        }
        let left: usize = self.cells.iter().map(|cell| cell.width + 1).sum();
        let mut rule = self.glyphs.rule().repeat(self.numbers + left);
        for _ in 0..self.columns() {
            rule.push_str(self.glyphs.crossing());
            rule.push_str(&self.glyphs.rule().repeat(self.lane));
        }
        text.push(Line::of(Role::Plain, &rule));
        text
    }

    /// What is known before the first step.
    pub(super) fn initial(&self) -> Option<Line> {
        let initial = &self.scene.initial;
        let is_known = |cell: &Shown| initial.get(cell.at).is_some_and(|text| !text.is_empty());
        if !self.cells.iter().any(is_known) {
            return None;
        }
        let mut line = self.number(None);
        for cell in &self.cells {
            line.append(self.cell(self.text(cell, initial), cell.width, Role::Plain));
            line.push(Role::Plain, " ");
        }
        for _ in 0..self.columns() {
            line.push(Role::Plain, self.glyphs.border());
            line.push(Role::Plain, &" ".repeat(self.lane));
        }
        Some(line.trimmed())
    }

    /// The number of a step, or the room for it.
    pub(super) fn number(&self, number: Option<StepNumber>) -> Line {
        let width = self.numbers.saturating_sub(1);
        let text = number.map_or_else(String::new, numbered);
        let text = format!("{text:>width$}{}", if self.numbers > 0 { " " } else { "" });
        Line::of(Role::Quiet, &text)
    }

    /// The text of a cell; of a value that is not known, a question mark.
    fn text<'t>(&self, cell: &Shown, texts: &'t [String]) -> &'t str {
        match (texts.get(cell.at), &self.scene.cells[cell.at]) {
            (Some(text), _) if !text.is_empty() => text,
            (_, (Cell::Value(_), _)) => UNKNOWN,
            (_, (Cell::Content(_) | Cell::Lock(_), _)) => "",
        }
    }

    /// The texts of the cells; what has changed is marked.
    pub(super) fn state(&self, row: &Row) -> Line {
        let mut line = Line::new();
        for cell in &self.cells {
            let text = self.text(cell, &row.cells);
            let mark = row.mark(cell.at);
            let role = match mark {
                "" => Role::Plain,
                _ => Role::Heading,
            };
            let text = self.cut(text, cell.width.saturating_sub(mark.len()));
            line.append(self.cell(&format!("{text}{mark}"), cell.width, role));
            line.push(Role::Plain, " ");
        }
        line
    }

    pub(super) fn blank_state(&self) -> Line {
        let width = self.cells.iter().map(|cell| cell.width + 1).sum();
        Line::of(Role::Plain, &" ".repeat(width))
    }
}

/// The number of a step as it stands before it, as in the list of sentences.
pub fn numbered(number: StepNumber) -> String {
    format!("{number}.")
}

//! Lays rows out in columns: the shared state at the left, then a column for each actor. Pure.

mod kept;
mod room;

use std::ops::Range;

use super::linear;
use super::scene::{Row, Scene, What, in_words};
use crate::exploration::interleaving::{Interleaving, Switch};
use crate::report::prose::{counted, not_shown};
use crate::styled::{Columns, Glyphs, Line, Look, Role, Text, width_of};
use room::{NARROWEST, Names, Shown};

/// If a column would be narrower than this, long names above the cells are broken.
const COMFORTABLE: usize = 32;

/// Lines longer than this are hard to read, however wide the screen.
const WIDEST: usize = 64;

/// All rows as text; empty if there are none.
pub fn grid(scene: &Scene, interleaving: &Interleaving, look: Look) -> Text {
    if scene.rows.is_empty() {
        return Text::new();
    }
    let grid = Grid::new(scene, interleaving, look);
    let mut text = grid.left_out(look.width);
    text.append(grid.head());
    let mut shown = 0;
    for kept in kept_rows(scene) {
        if kept.start > shown {
            let rows = counted(kept.start - shown, "row");
            let gap = format!("{0} {rows} {0}", look.glyphs.ellipsis());
            text.push(Line::of(Role::Quiet, &gap));
        }
        shown = kept.end;
        text.extend(scene.rows[kept].iter().flat_map(|row| grid.row(row)));
    }
    text
}

/// The rows that are shown: of a long drawing, not all.
pub fn kept_rows(scene: &Scene) -> Vec<Range<usize>> {
    let tells = |(at, row): (usize, &Row)| match row.what {
        What::Decisive { .. } => Some(at),
        What::Switch { why, .. } => (why == Switch::Preemption).then_some(at),
        _ => None,
    };
    let telling: Vec<usize> = scene.rows.iter().enumerate().filter_map(tells).collect();
    kept::kept(scene.rows.len(), &telling)
}

struct Grid<'a> {
    scene: &'a Scene,
    interleaving: &'a Interleaving,
    glyphs: Glyphs,
    /// The cells that have room.
    cells: Vec<Shown>,
    /// How wide a column is, without its border.
    lane: usize,
    /// Whether all actors share one column, each line beginning with a name.
    one_column: bool,
}

impl<'a> Grid<'a> {
    fn new(scene: &'a Scene, interleaving: &'a Interleaving, look: Look) -> Grid<'a> {
        let lane_beside = |cells: &[Shown]| {
            let left = cells.iter().map(|cell| cell.width + 1).sum::<usize>();
            let rest = look.width.0.saturating_sub(left);
            (rest, (rest / scene.lanes.len().max(1)).saturating_sub(1))
        };
        let mut cells = room::cells(scene, interleaving, look, Names::InOneLine);
        let is_whole = cells.len() == scene.cells.len();
        if !is_whole || lane_beside(&cells).1 < COMFORTABLE {
            cells = room::cells(scene, interleaving, look, Names::Broken);
        }
        let (rest, lane) = lane_beside(&cells);
        let one_column = lane < NARROWEST && scene.lanes.len() > 1;
        Grid {
            scene,
            interleaving,
            glyphs: look.glyphs,
            cells,
            lane: if one_column {
                rest.saturating_sub(1)
            } else {
                lane
            }
            .clamp(4, WIDEST),
            one_column,
        }
    }

    fn columns(&self) -> usize {
        if self.one_column {
            1
        } else {
            self.scene.lanes.len()
        }
    }

    fn name(&self, lane: usize) -> &str {
        self.interleaving.name(self.scene.lanes[lane])
    }

    /// The names of the cells that have no room.
    fn left_out(&self, width: Columns) -> Text {
        let is_known = |at: &usize| {
            let mut texts = self.scene.rows.iter().filter_map(|row| row.cells.get(*at));
            texts.any(|text| !text.is_empty())
        };
        let is_shown = |at: &usize| self.cells.iter().any(|cell| cell.at == *at);
        let names: Vec<&str> = (0..self.scene.cells.len())
            .filter(|at| is_known(at) && !is_shown(at))
            .map(|at| self.scene.cells[at].1.as_str())
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
    fn head(&self) -> Text {
        let named = self.cells.iter().map(|cell| {
            let (_, name) = &self.scene.cells[cell.at];
            (room::broken(name, cell.width), cell.width)
        });
        let names: Vec<(Vec<&str>, usize)> = named.collect();
        let height = names
            .iter()
            .map(|(lines, _)| lines.len())
            .max()
            .unwrap_or(1);
        let mut text = Text::new();
        for line in 0..height {
            let mut whole = Line::new();
            for (lines, width) in &names {
                // Names with fewer lines stand at the bottom.
                let above = height - lines.len();
                let part = line.checked_sub(above).map_or("", |at| lines[at]);
                whole.append(self.cell(part, *width, Role::Plain));
                whole.push(Role::Plain, " ");
            }
            if line + 1 == height {
                whole.append(self.heads());
            }
            text.push(whole.trimmed());
        }
        let left = self.cells.iter().map(|cell| cell.width + 1).sum();
        let mut rule = self.glyphs.rule().repeat(left);
        for _ in 0..self.columns() {
            rule.push_str(self.glyphs.crossing());
            rule.push_str(&self.glyphs.rule().repeat(self.lane));
        }
        text.push(Line::of(Role::Plain, &rule));
        text
    }

    /// The names of the columns.
    fn heads(&self) -> Line {
        let mut line = Line::new();
        for column in 0..self.columns() {
            line.push(Role::Plain, self.glyphs.border());
            let name = match self.one_column {
                true => "who and what",
                false => self.name(column),
            };
            line.append(self.cell(&format!(" {name}"), self.lane, Role::Heading));
        }
        line
    }

    fn row(&self, row: &Row) -> Vec<Line> {
        match &row.what {
            What::Code {
                lane,
                line,
                code,
                goes_on,
                effects,
            } => {
                let lines = self.code(*lane, *line, code, *goes_on, effects);
                self.lines(row, *lane, &lines, Role::Plain)
            }
            What::Folded { lane, steps } => {
                let words = self.indented(not_shown(*steps, "step"));
                self.lines(row, *lane, &[self.said(*lane, &words)], Role::Quiet)
            }
            What::Again { lane, times } => {
                let words = self.indented(in_words(*times));
                self.lines(row, *lane, &[self.said(*lane, &words)], Role::Quiet)
            }
            What::Forever => {
                let dots = self.glyphs.ellipsis();
                let words = format!("{dots} {} {dots}", linear::FOREVER);
                let words = self.cut(&words, self.columns() * (self.lane + 1));
                vec![self.blank_state().and(Role::Quiet, &words)]
            }
            What::Note { lane, words } => {
                let lines = self.wrapped(&self.said(*lane, words), "   ");
                self.lines(row, *lane, &lines, Role::Note)
            }
            What::Decisive { lane, words } => {
                let words = format!("{} {words}", self.glyphs.points_up());
                let lines = self.wrapped(&words, "   ");
                self.lines(row, *lane, &lines, Role::Decisive)
            }
            What::Switch { from, to, why } => vec![self.switch(row, *from, *to, *why)],
        }
    }

    /// A cell of this width.
    fn cell(&self, text: &str, width: usize, role: Role) -> Line {
        let line = Line::of(role, text).cut(Columns(width), self.glyphs);
        line.padded(Columns(width))
    }

    fn cut(&self, text: &str, width: usize) -> String {
        let line = Line::of(Role::Plain, text);
        line.cut(Columns(width), self.glyphs).plain()
    }

    /// The line of code, and below or beside it what was done there.
    fn code(
        &self,
        lane: usize,
        line: Option<usize>,
        code: &str,
        goes_on: bool,
        effects: &[String],
    ) -> Vec<String> {
        let number = line.map_or_else(|| "   ".to_owned(), |line| format!("{line:>3}"));
        let room = self.lane.saturating_sub(2);
        let effects = effects.join(", ");
        let shown = if goes_on {
            format!("{number} (goes on)")
        } else {
            format!("{number} {code}")
        };
        let shown = self.said(lane, &shown);
        if width_of(&shown) + 2 + width_of(&effects) <= room {
            return vec![format!("{shown}  {effects}")];
        }
        let mut lines = vec![self.cut(&shown, room)];
        if !effects.is_empty() {
            lines.extend(self.wrapped(&effects, "    "));
        }
        lines
    }

    /// Below the code, where there is room for that.
    fn indented(&self, words: String) -> String {
        match width_of(&words) + 6 <= self.lane {
            true => format!("    {words}"),
            false => words,
        }
    }

    /// In one column each line begins with a name.
    fn said(&self, lane: usize, text: &str) -> String {
        if self.one_column {
            format!("{}: {text}", self.name(lane))
        } else {
            text.to_owned()
        }
    }

    fn wrapped(&self, text: &str, indent: &str) -> Vec<String> {
        let room = Columns(self.lane.saturating_sub(2).max(4));
        let folded = Text::prose(Role::Plain, &format!("{indent}{text}"), room);
        folded.lines().iter().map(Line::plain).collect()
    }

    /// Lines in one lane, the state beside the last of them.
    fn lines(&self, row: &Row, lane: usize, lines: &[String], role: Role) -> Vec<Line> {
        let last = lines.len().saturating_sub(1);
        let numbered = lines.iter().enumerate();
        let in_row = numbered.map(|(at, line)| {
            let mut whole = match at == last {
                true => self.state(row),
                false => self.blank_state(),
            };
            for column in 0..self.columns() {
                let own = self.one_column || column == lane;
                let holder = if self.one_column { lane } else { column };
                whole.append(self.border(row, holder));
                let content = if own { line.as_str() } else { "" };
                whole.append(self.cell(content, self.lane - 1, role));
            }
            whole.trimmed()
        });
        in_row.collect()
    }

    /// The border at the left of a column. It shows whether the thread holds a lock.
    fn border(&self, row: &Row, column: usize) -> Line {
        let locks = row.holding.get(column);
        let holds = locks.is_some_and(|locks| !locks.is_empty());
        let mark = if holds { self.glyphs.holds() } else { " " };
        Line::of(Role::Plain, &format!("{}{mark}", self.glyphs.border()))
    }

    fn state(&self, row: &Row) -> Line {
        let mut line = Line::new();
        for cell in &self.cells {
            let value = row.cells.get(cell.at).map_or("", String::as_str);
            line.append(self.cell(value, cell.width, Role::Plain));
            line.push(Role::Plain, " ");
        }
        line
    }

    fn blank_state(&self) -> Line {
        let width = self.cells.iter().map(|cell| cell.width + 1).sum();
        Line::of(Role::Plain, &" ".repeat(width))
    }

    /// A line from one column to the other; a preemption has another line than other switches.
    fn switch(&self, row: &Row, from: usize, to: usize, why: Switch) -> Line {
        let label = format!(" {} ", linear::switch(self.name(from), why));
        let (line, role) = match why {
            Switch::Preemption => (self.glyphs.preemption(), Role::Preemption),
            Switch::Blocked | Switch::Ended | Switch::Yielded | Switch::None => {
                (self.glyphs.switch(), Role::Quiet)
            }
        };
        let (low, high) = (from.min(to), from.max(to));
        let span = if self.one_column {
            self.lane
        } else {
            (high - low + 1) * (self.lane + 1) - 1
        };
        let arrow = self.arrow(line, &label, span, from < to || self.one_column);
        let mut whole = self.blank_state();
        for column in 0..self.columns() {
            let inside = self.one_column || (low..=high).contains(&column);
            if !inside {
                whole.append(self.border(row, column));
                whole.push(Role::Plain, &" ".repeat(self.lane - 1));
            } else if column == low || self.one_column {
                whole.push(Role::Plain, self.glyphs.border());
                whole.push(role, &arrow);
            }
        }
        whole.trimmed()
    }

    fn arrow(&self, line: &str, label: &str, span: usize, to_right: bool) -> String {
        let label = self.cut(label, span.saturating_sub(4));
        let rest = span.saturating_sub(width_of(&label) + 3);
        if to_right {
            format!(
                "{}{label}{}{}",
                line.repeat(2),
                line.repeat(rest),
                self.glyphs.to_right()
            )
        } else {
            format!(
                "{}{}{label}{}",
                self.glyphs.to_left(),
                line.repeat(rest),
                line.repeat(2)
            )
        }
    }
}

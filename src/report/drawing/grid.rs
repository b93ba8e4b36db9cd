//! Lays rows out in columns: the shared state at the left, then a column for each actor. Pure.

mod margin;
mod room;

use super::linear;
use super::scene::{Row, Scene, What, in_words};
use crate::exploration::interleaving::{Interleaving, Switch};
use crate::report::prose::{counted, not_shown};
use crate::styled::{Columns, Glyphs, Line, Look, Role, Text, width_of};
use margin::numbered;
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
    text.extend(grid.initial());
    text.extend(scene.rows.iter().flat_map(|row| grid.row(row)));
    text
}

struct Grid<'a> {
    scene: &'a Scene,
    interleaving: &'a Interleaving,
    glyphs: Glyphs,
    /// How wide the column with the numbers of the steps is, with its space.
    numbers: usize,
    /// The cells that have room.
    cells: Vec<Shown>,
    /// How wide a column is, without its border.
    lane: usize,
    /// Whether all actors share one column, each line beginning with a name.
    one_column: bool,
}

impl<'a> Grid<'a> {
    fn new(scene: &'a Scene, interleaving: &'a Interleaving, look: Look) -> Grid<'a> {
        let number = scene.rows.iter().rev().find_map(|row| row.number);
        let numbers = number.map_or(0, |number| width_of(&numbered(number)) + 1);
        let room = Columns(look.width.0.saturating_sub(numbers));
        let lane_beside = |cells: &[Shown], lanes: usize| {
            let left = cells.iter().map(|cell| cell.width + 1).sum::<usize>();
            (room.0.saturating_sub(left) / lanes).saturating_sub(1)
        };
        let lanes = scene.lanes.len().max(1);
        let fitted = |names, lanes| room::cells(scene, interleaving, lanes, room, names);
        let mut cells = fitted(Names::InOneLine, lanes);
        let is_whole = cells.len() == scene.cells.len();
        if !is_whole || lane_beside(&cells, lanes) < COMFORTABLE {
            cells = fitted(Names::Broken, lanes);
        }
        let mut lane = lane_beside(&cells, lanes);
        let one_column = lane < NARROWEST && lanes > 1;
        if one_column {
            cells = fitted(Names::Broken, 1);
            lane = lane_beside(&cells, 1);
        }
        Grid {
            scene,
            interleaving,
            glyphs: look.glyphs,
            numbers,
            cells,
            lane: lane.clamp(4, WIDEST),
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

    /// The names of the columns.
    fn heads(&self) -> Line {
        let mut line = Line::new();
        for column in 0..self.columns() {
            line.push(Role::Plain, self.glyphs.border());
            let name = match self.one_column {
                true => self.all_names(),
                false => self.name(column).to_owned(),
            };
            line.append(self.cell(&format!(" {name}"), self.lane, Role::Heading));
        }
        line
    }

    fn all_names(&self) -> String {
        let lanes = 0..self.scene.lanes.len();
        let names: Vec<&str> = lanes.map(|lane| self.name(lane)).collect();
        names.join(", ")
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
            What::AsAbove { steps } => vec![self.across(row, &linear::as_above(*steps))],
            What::Forever => vec![self.across(row, linear::FOREVER)],
            What::LeftOut { steps } => {
                let words = format!("{} not shown", counted(*steps, "step"));
                vec![self.across(row, &words)]
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

    /// Words about no lane in particular.
    fn across(&self, row: &Row, words: &str) -> Line {
        let dots = self.glyphs.ellipsis();
        let words = format!("{dots} {words} {dots}");
        let words = self.cut(&words, self.columns() * (self.lane + 1));
        let mut line = self.number(row.number);
        line.append(self.blank_state());
        line.and(Role::Quiet, &words)
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
        match !self.one_column && width_of(&words) + 6 <= self.lane {
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
            let mut whole = self.number(row.number.filter(|_| at == 0));
            whole.append(match at == last {
                true => self.state(row),
                false => self.blank_state(),
            });
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

    /// A line from one column to the other; a preemption has another line than other switches.
    fn switch(&self, row: &Row, from: usize, to: usize, why: Switch) -> Line {
        let label = format!(" {} ", linear::switch(self.name(from), why));
        let (line, role) = match why {
            Switch::Preemption => (self.glyphs.preemption(), Role::Preemption),
            Switch::Blocked | Switch::Ended | Switch::Killed | Switch::Yielded | Switch::None => {
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
        let mut whole = self.number(None);
        whole.append(self.blank_state());
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

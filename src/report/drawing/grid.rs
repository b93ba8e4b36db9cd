//! Lays rows out in columns: the shared state at the left, then a column for each actor. Pure.

mod kept;
mod room;

use colored::{ColoredString, Colorize};

use super::Style;
use super::glyphs::Glyphs;
use super::scene::{Row, Scene, What, in_words};
use crate::explore::interleaving::{Interleaving, Switch};
use crate::report::prose::{counted, wrapped};
use room::{NARROWEST, Names, Shown};

/// Where a column would be narrower than this, long names above the cells are broken.
const COMFORTABLE: usize = 32;

/// Lines longer than this are hard to read, however wide the screen.
const WIDEST: usize = 64;

/// All rows as text; nothing where there are none.
pub fn grid(scene: &Scene, told: &Interleaving, style: Style) -> String {
    if scene.rows.is_empty() {
        return String::new();
    }
    let grid = Grid::new(scene, told, style);
    let mut text = match scene.before.is_empty() {
        true => String::new(),
        false => "\n".to_owned(),
    };
    text.push_str(&grid.left_out(style));
    text.push_str(&grid.head());
    let rows: Vec<String> = scene.rows.iter().map(|row| grid.row(row)).collect();
    let tells = |(at, row): (usize, &Row)| match row.what {
        What::Decisive { .. } => Some(at),
        What::Switch { why, .. } => (why == Switch::Preemption).then_some(at),
        _ => None,
    };
    let telling: Vec<usize> = scene.rows.iter().enumerate().filter_map(tells).collect();
    let mut shown = 0;
    for kept in kept::kept(rows.len(), &telling) {
        if kept.start > shown {
            let rows = counted(kept.start - shown, "row");
            let gap = format!("{0} {rows} {0}", style.glyphs.ellipsis());
            text.push_str(&format!("{}\n", gap.dimmed()));
        }
        shown = kept.end;
        text.extend(rows[kept].iter().cloned());
    }
    text
}

struct Grid<'a> {
    scene: &'a Scene,
    told: &'a Interleaving,
    glyphs: Glyphs,
    /// Which cells find room.
    cells: Vec<Shown>,
    /// How wide a column is, without its border.
    lane: usize,
    /// Whether all actors share one column, each line beginning with a name.
    one_column: bool,
}

impl<'a> Grid<'a> {
    fn new(scene: &'a Scene, told: &'a Interleaving, style: Style) -> Grid<'a> {
        let lane_beside = |cells: &[Shown]| {
            let left = cells.iter().map(|cell| cell.width + 1).sum::<usize>();
            let rest = style.width.0.saturating_sub(left);
            (rest, (rest / scene.lanes.len().max(1)).saturating_sub(1))
        };
        let mut cells = room::cells(scene, told, style, Names::InOneLine);
        let is_whole = cells.len() == scene.cells.len();
        if !is_whole || lane_beside(&cells).1 < COMFORTABLE {
            cells = room::cells(scene, told, style, Names::Broken);
        }
        let (rest, lane) = lane_beside(&cells);
        let one_column = lane < NARROWEST && scene.lanes.len() > 1;
        Grid {
            scene,
            told,
            glyphs: style.glyphs,
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
        self.told.name(self.scene.lanes[lane])
    }

    /// What has no room at the left.
    fn left_out(&self, style: Style) -> String {
        let is_known = |at: &usize| {
            let mut texts = self.scene.rows.iter().filter_map(|row| row.cells.get(*at));
            texts.any(|text| !text.is_empty())
        };
        let is_shown = |at: &usize| self.cells.iter().any(|cell| cell.at == *at);
        let names: Vec<&str> = (0..self.scene.cells.len())
            .filter(|at| is_known(at) && !is_shown(at))
            .map(|at| self.scene.cells[at].1.as_str())
            .collect();
        match names[..] {
            [] => String::new(),
            _ => {
                let line = format!("No room for: {}.", names.join(", "));
                format!("{}\n", wrapped(&line, style.width))
            }
        }
    }

    /// The names above the cells and the columns; those of the columns are in the last line.
    fn head(&self) -> String {
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
        let mut text = String::new();
        for line in 0..height {
            if line > 0 {
                text.truncate(text.trim_end().len());
                text.push('\n');
            }
            for (lines, width) in &names {
                // They stand at the bottom.
                let above = height - lines.len();
                let part = line.checked_sub(above).map_or("", |at| lines[at]);
                text.push_str(&padded(part, *width, self.glyphs));
                text.push(' ');
            }
        }
        for column in 0..self.columns() {
            text.push_str(self.glyphs.border());
            let name = if self.one_column {
                "who and what"
            } else {
                self.name(column)
            };
            let cell = padded(&format!(" {name}"), self.lane, self.glyphs);
            text.push_str(&cell.bold().to_string());
        }
        let mut lines = text.trim_end().to_owned();
        lines.push('\n');
        let left = self.blank_state().len();
        lines.push_str(&self.glyphs.rule().repeat(left));
        for _ in 0..self.columns() {
            lines.push_str(self.glyphs.crossing());
            lines.push_str(&self.glyphs.rule().repeat(self.lane));
        }
        lines.push('\n');
        lines
    }

    fn row(&self, row: &Row) -> String {
        match &row.what {
            What::Code {
                lane,
                line,
                code,
                goes_on,
                effects,
            } => {
                let lines = self.code(*lane, *line, code, *goes_on, effects);
                self.lines(row, *lane, &lines, |text| text.normal())
            }
            What::Folded { lane, steps } => {
                let words = self.indented(format!("({} not shown)", counted(*steps, "step")));
                self.lines(row, *lane, &[self.said(*lane, &words)], |text| {
                    text.dimmed()
                })
            }
            What::Again { lane, times } => {
                let words = self.indented(in_words(*times));
                self.lines(row, *lane, &[self.said(*lane, &words)], |text| {
                    text.dimmed()
                })
            }
            What::Forever => {
                let dots = self.glyphs.ellipsis();
                let words = format!("{dots} the last lines repeat from here on {dots}");
                let blank = self.blank_state();
                format!("{blank}{}\n", words.dimmed())
            }
            What::Note { lane, words } => {
                let lines = self.wrapped(&self.said(*lane, words), "   ");
                self.lines(row, *lane, &lines, |text| text.yellow())
            }
            What::Decisive { lane, words } => {
                let words = format!("{} {words}", self.glyphs.points_up());
                let lines = self.wrapped(&words, "   ");
                self.lines(row, *lane, &lines, |text| text.red().bold())
            }
            What::Switch { from, to, why } => self.switch(row, *from, *to, *why),
        }
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
        let mut lines = vec![cut(&shown, room, self.glyphs)];
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
        let options = textwrap::Options::new(self.lane.saturating_sub(2).max(4))
            .initial_indent(indent)
            .subsequent_indent(indent);
        textwrap::wrap(text, options)
            .into_iter()
            .map(|line| line.into_owned())
            .collect()
    }

    /// Lines in one lane, the state beside the last of them.
    fn lines(
        &self,
        row: &Row,
        lane: usize,
        lines: &[String],
        colour: impl Fn(&str) -> ColoredString,
    ) -> String {
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            let mut whole = if at + 1 == lines.len() {
                self.state(row)
            } else {
                self.blank_state()
            };
            for column in 0..self.columns() {
                whole.push_str(self.glyphs.border());
                let own = self.one_column || column == lane;
                let holder = if self.one_column { lane } else { column };
                let held = row.holding.get(holder).copied().unwrap_or(false);
                whole.push_str(if held { self.glyphs.holds() } else { " " });
                let content = if own { line.as_str() } else { "" };
                let cell = padded(content, self.lane - 1, self.glyphs);
                if own {
                    whole.push_str(&colour(&cell).to_string());
                } else {
                    whole.push_str(&cell);
                }
            }
            text.push_str(trimmed(&whole));
            text.push('\n');
        }
        text
    }

    fn state(&self, row: &Row) -> String {
        let mut text = String::new();
        for cell in &self.cells {
            let value = row.cells.get(cell.at).map_or("", String::as_str);
            text.push_str(&padded(value, cell.width, self.glyphs));
            text.push(' ');
        }
        text
    }

    fn blank_state(&self) -> String {
        " ".repeat(self.cells.iter().map(|cell| cell.width + 1).sum())
    }

    /// A line from one column to the other; a preemption has another line than a switch that had to be.
    fn switch(&self, row: &Row, from: usize, to: usize, why: Switch) -> String {
        let who = self.name(from);
        let (line, label) = match why {
            Switch::Preemption => (self.glyphs.preemption(), format!(" {who} is preempted ")),
            Switch::Blocked => (self.glyphs.switch(), format!(" {who} blocks ")),
            Switch::Ended | Switch::None => (self.glyphs.switch(), format!(" {who} finishes ")),
            Switch::GaveWay => (self.glyphs.switch(), format!(" {who} yields ")),
        };
        let (low, high) = (from.min(to), from.max(to));
        let span = if self.one_column {
            self.lane
        } else {
            (high - low + 1) * (self.lane + 1) - 1
        };
        let bar = self.arrow(line, &label, span, from < to || self.one_column);
        let mut whole = self.blank_state();
        for column in 0..self.columns() {
            let inside = self.one_column || (low..=high).contains(&column);
            if !inside {
                whole.push_str(self.glyphs.border());
                let held = row.holding.get(column).copied().unwrap_or(false);
                whole.push_str(if held { self.glyphs.holds() } else { " " });
                whole.push_str(&" ".repeat(self.lane - 1));
            } else if column == low || self.one_column {
                whole.push_str(self.glyphs.border());
                whole.push_str(&match why {
                    Switch::Preemption => bar.yellow().bold().to_string(),
                    _ => bar.dimmed().to_string(),
                });
            }
        }
        let mut text = trimmed(&whole).to_owned();
        text.push('\n');
        text
    }

    fn arrow(&self, line: &str, label: &str, span: usize, to_right: bool) -> String {
        let label = cut(label, span.saturating_sub(4), self.glyphs);
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

fn width_of(text: &str) -> usize {
    console::measure_text_width(text)
}

fn cut(text: &str, width: usize, glyphs: Glyphs) -> String {
    console::truncate_str(text, width, glyphs.ellipsis()).into_owned()
}

fn padded(text: &str, width: usize, glyphs: Glyphs) -> String {
    let text = cut(text, width, glyphs);
    let missing = width.saturating_sub(width_of(&text));
    format!("{text}{}", " ".repeat(missing))
}

/// Without spaces at the end; where there are colours, what is behind them stays.
fn trimmed(line: &str) -> &str {
    line.trim_end()
}

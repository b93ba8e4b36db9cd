//! Lays rows out in columns: the shared state at the left, then a column for each actor. Pure.

use std::ops::Range;

use colored::{ColoredString, Colorize};

use super::Style;
use super::cells::{VITAL, weight};
use super::glyphs::Glyphs;
use super::scene::{Row, Scene, What, in_words};
use crate::explore::interleaving::{Interleaving, Switch};
use crate::report::prose::counted;

/// A column narrower than this says nothing any more.
const NARROWEST: usize = 19;

/// Lines longer than this are hard to read, however wide the screen.
const WIDEST: usize = 64;

/// More rows than this are left out: of what is far from the beginning, the end, and the decisive step.
const MANY_ROWS: usize = 80;

/// So many rows before a telling one are shown, and so many from it on.
const BEFORE: usize = 8;
const AFTER: usize = 5;

/// Of so many telling rows.
const MOST_TELLING: usize = 4;

/// The cells at the left may take so much of the width.
const CELLS: usize = 40;

/// A cell is not wider than this.
const CELL: usize = 16;

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
    text.push_str(&grid.head());
    let rows: Vec<String> = scene.rows.iter().map(|row| grid.row(row)).collect();
    let tells = |(at, row): (usize, &Row)| match row.what {
        What::Decisive { .. } => Some(at),
        What::Switch { why, .. } => (why == Switch::Preemption).then_some(at),
        _ => None,
    };
    let telling: Vec<usize> = scene.rows.iter().enumerate().filter_map(tells).collect();
    let mut shown = 0;
    for kept in kept(rows.len(), &telling) {
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

/// Which rows are shown, in their order. Who is to read very many? It is where it begins, and where it ends, that tells; and
/// what leads to the `telling` rows, and comes of them.
fn kept(rows: usize, telling: &[usize]) -> Vec<Range<usize>> {
    if rows <= MANY_ROWS {
        return std::iter::once(0..rows).collect();
    }
    // The last ones, if there are very many of them as well.
    let telling = &telling[telling.len().saturating_sub(MOST_TELLING)..];
    let rest = MANY_ROWS - telling.len() * (BEFORE + AFTER);
    let around = telling
        .iter()
        .map(|at| at.saturating_sub(BEFORE)..(at + AFTER).min(rows));
    let mut all: Vec<Range<usize>> = around.collect();
    all.extend([0..rest / 2, rows - rest / 2..rows]);
    all.sort_by_key(|range| range.start);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in all {
        match kept.last_mut() {
            // A gap would take a row, too.
            Some(last) if range.start <= last.end + 1 => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

struct Grid<'a> {
    scene: &'a Scene,
    told: &'a Interleaving,
    glyphs: Glyphs,
    /// Which cells find room, by their places, and how wide each is.
    cells: Vec<(usize, usize)>,
    /// How wide a column is, without its border.
    lane: usize,
    /// Whether all actors share one column, each line beginning with a name.
    one_column: bool,
}

impl<'a> Grid<'a> {
    fn new(scene: &'a Scene, told: &'a Interleaving, style: Style) -> Grid<'a> {
        let cells = cells(scene, told, style);
        let left = cells.iter().map(|(_, width)| width + 1).sum::<usize>();
        let rest = style.width.0.saturating_sub(left);
        let lane = (rest / scene.lanes.len().max(1)).saturating_sub(1);
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

    fn head(&self) -> String {
        let mut text = String::new();
        for (at, width) in &self.cells {
            let (_, name) = &self.scene.cells[*at];
            text.push_str(&padded(name, *width, self.glyphs));
            text.push(' ');
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
        for (at, width) in &self.cells {
            let value = row.cells.get(*at).map_or("", String::as_str);
            text.push_str(&padded(value, *width, self.glyphs));
            text.push(' ');
        }
        text
    }

    fn blank_state(&self) -> String {
        " ".repeat(self.cells.iter().map(|(_, width)| width + 1).sum())
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

/// Which cells find room, with their widths: those that tell most first, as long as the columns stay wide enough. Columns
/// are given up for what it is all about.
fn cells(scene: &Scene, told: &Interleaving, style: Style) -> Vec<(usize, usize)> {
    let width = |at: usize| {
        let (_, name) = &scene.cells[at];
        let texts = scene.rows.iter().filter_map(|row| row.cells.get(at));
        match texts.map(|text| width_of(text)).max() {
            // Nothing is known of it.
            None | Some(0) => None,
            Some(widest) => Some(widest.max(width_of(name)).min(CELL)),
        }
    };
    let lanes = scene.lanes.len() * (NARROWEST + 1);
    let beside = style.width.0.saturating_sub(lanes);
    let weight = |at: usize| {
        let (cell, name) = &scene.cells[at];
        weight(told, *cell, name)
    };
    let budget = |at: usize| match weight(at) >= VITAL {
        true => CELLS.min(style.width.0 / 2),
        false => CELLS.min(beside.max(style.width.0 / 3)),
    };
    let mut order: Vec<usize> = (0..scene.cells.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(weight(*at)));
    let mut left = 0;
    let mut cells = Vec::new();
    for at in order {
        if let Some(width) = width(at).filter(|width| left + width < budget(at)) {
            left += width + 1;
            cells.push((at, width));
        }
    }
    cells.sort_unstable();
    cells
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_long_is_shown_whole() {
        let all: Vec<usize> = kept(MANY_ROWS, &[3]).into_iter().flatten().collect();
        assert_eq!(all, (0..MANY_ROWS).collect::<Vec<_>>());
    }

    #[test]
    fn of_what_is_long_the_beginning_and_the_end_are_shown() {
        assert_eq!(kept(1000, &[]), [0..40, 960..1000]);
    }

    #[test]
    fn and_what_is_around_the_telling_rows() {
        assert_eq!(
            kept(1000, &[300, 500]),
            [0..27, 292..305, 492..505, 973..1000]
        );
    }

    #[test]
    fn what_is_shown_anyway_is_shown_once() {
        assert_eq!(kept(1000, &[5, 999]), [0..27, 973..1000]);
        assert_eq!(kept(1000, &[500, 505]), [0..27, 492..510, 973..1000]);
    }

    #[test]
    fn wherever_they_are_telling_rows_are_shown() {
        for rows in 1..300 {
            for one in 0..rows {
                let other = one * 7 % rows;
                let telling = [one.min(other), one.max(other)];
                let kept = kept(rows, &telling);
                let is_kept = |at: &usize| kept.iter().any(|kept| kept.contains(at));
                assert!(telling.iter().all(is_kept), "{rows} {telling:?}");
                assert!(kept.windows(2).all(|two| two[0].end < two[1].start));
            }
        }
    }
}

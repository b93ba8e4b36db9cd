//! The list as lines: what is selected is always among them.

use super::{Input, List};
use crate::catalog::Catalog;
use crate::progress::Progress;
use crate::report::{FURTHER, effort};
use crate::styled::{Columns, Glyphs, Line, Role};
use crate::watch::event::Size;

/// The list in at most `size.rows` lines, the selected exercise among them.
pub fn view(
    list: &List,
    catalog: &Catalog,
    progress: &Progress,
    current: usize,
    size: Size,
    glyphs: Glyphs,
) -> Vec<Line> {
    let columns = Columns(size.columns);
    let listed = list.listed(catalog, progress);
    let selected = list.selected(catalog, progress);
    // Where there is room for one line only, it is the selected exercise's.
    let typing = list.input == Input::Search;
    let mut lines = Vec::new();
    if size.rows > 1 || typing {
        let heading = Line::of(Role::Plain, &heading(list, listed.len(), glyphs));
        let further = listed.iter().any(|&place| catalog.exercises[place].further);
        let heading = match further {
            true => heading.and(Role::Note, &format!("   {FURTHER}")),
            false => heading,
        };
        lines.push(heading.cut(columns, glyphs));
    }
    let room = size.rows.saturating_sub(lines.len());
    let at = listed
        .iter()
        .position(|&place| Some(place) == selected)
        .unwrap_or(0);
    let from = (at + 1)
        .saturating_sub(room)
        .max(at.saturating_sub(room / 2));
    let from = from.min(listed.len().saturating_sub(room));
    let names = catalog
        .exercises
        .iter()
        .map(|exercise| exercise.name.len())
        .max();
    for &place in listed.iter().skip(from).take(room) {
        let row = Row {
            place,
            selected: Some(place) == selected,
            current: place == current,
            name_width: names.unwrap_or(0),
        };
        lines.push(row.view(catalog, progress, glyphs).cut(columns, glyphs));
    }
    lines.truncate(size.rows);
    lines
}

fn heading(list: &List, count: usize, glyphs: Glyphs) -> String {
    let mut heading = format!("filter: {} ({count})", list.filter.word());
    if list.input == Input::Search {
        heading = format!("/{}{} {heading}", list.search, glyphs.cursor());
    } else if !list.search.is_empty() {
        heading = format!("/{} {heading}", list.search);
    }
    heading
}

struct Row {
    place: usize,
    selected: bool,
    current: bool,
    name_width: usize,
}

impl Row {
    fn view(&self, catalog: &Catalog, progress: &Progress, glyphs: Glyphs) -> Line {
        let exercise = &catalog.exercises[self.place];
        let record = progress.record(&exercise.name);
        let attempts = match record.attempts {
            0 => String::new(),
            1 => "1 attempt".into(),
            more => format!("{more} attempts"),
        };
        let done = record.done_at.is_some();
        let state = match done {
            true => format!("{} done   ", glyphs.right()),
            false => format!("{} pending", glyphs.dot()),
        };
        let current = if self.current { "current" } else { "" };
        let width = self.name_width;
        let line = format!(
            "{} {:width$}  {state}  {:16}  {}  {attempts:11}  {current}",
            if self.selected { ">" } else { " " },
            exercise.name,
            exercise.dir,
            effort(exercise),
        );
        let role = match (self.selected, done) {
            (true, _) => Role::Selected,
            (false, true) => Role::Right,
            (false, false) => Role::Plain,
        };
        Line::of(role, line.trim_end())
    }
}

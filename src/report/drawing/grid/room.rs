//! Which cells of the shared state have room at the left, and how their names are broken. Pure.

use super::super::cells::{VITAL, heading, weight};
use super::super::scene::Scene;
use crate::exploration::interleaving::Interleaving;
use crate::styled::{Columns, width_of};

/// A column narrower than this is not readable.
pub const NARROWEST: usize = 22;

/// The cells at the left may take so much of the width.
const CELLS: usize = 40;

/// A cell is not wider than this.
const CELL: usize = 16;

/// A name above a cell is broken into so many lines at most.
const MOST_LINES: usize = 3;

/// A cell that has room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// Its index among the scene's cells.
    pub at: usize,
    /// How wide it is.
    pub width: usize,
}

/// How the names stand above the cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// In one line.
    InOneLine,
    /// In a few lines, if a name is wider than the values below it.
    Broken,
}

/// The cells that have room, with their widths. Those that tell most come first, as long as the columns stay wide enough; only
/// for a cell that the failure is about may they become narrower. There are so many columns as `lanes`.
pub fn cells(
    scene: &Scene,
    interleaving: &Interleaving,
    lanes: usize,
    room: Columns,
    names: Names,
) -> Vec<Shown> {
    let width = |at: usize| {
        let name = heading(&scene.cells[at]);
        let rows = scene.rows.iter();
        let widths = rows.filter_map(|row| Some(width_of(row.cells.get(at)?) + row.mark(at).len()));
        let initial = scene.initial.get(at).map(|text| width_of(text));
        let widest = widths.chain(initial).max().unwrap_or(0);
        let name = match names {
            Names::InOneLine => width_of(&name),
            Names::Broken => narrowest(&name).max(widest.min(width_of(&name))),
        };
        // If it is always empty, its value is not known.
        (widest > 0).then(|| widest.max(name).min(CELL))
    };
    let beside = room.0.saturating_sub(lanes * (NARROWEST + 1));
    let weight = |at: usize| {
        let (cell, name) = &scene.cells[at];
        weight(interleaving, *cell, name)
    };
    let budget = |at: usize| match weight(at) >= VITAL {
        true => CELLS.min(room.0 / 2),
        false => CELLS.min(beside.max(room.0 / 3)),
    };
    let mut order: Vec<usize> = (0..scene.cells.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(weight(*at)));
    let mut left = 0;
    let mut cells = Vec::new();
    for at in order {
        if let Some(width) = width(at).filter(|width| left + width < budget(at)) {
            left += width + 1;
            cells.push(Shown { at, width });
        }
    }
    cells.sort_unstable();
    cells
}

/// The places at which a name may be broken.
fn breaks(name: &str) -> impl Iterator<Item = usize> {
    let characters = name.char_indices().skip(1);
    characters.filter_map(|(at, c)| match c {
        '.' | '[' | '#' => Some(at),
        ':' | '_' | ' ' => Some(at + 1),
        _ => None,
    })
}

/// How wide a name is at least, broken into a few lines.
fn narrowest(name: &str) -> usize {
    let fits = |width: &usize| {
        let lines = broken(name, *width);
        lines.len() <= MOST_LINES && lines.iter().all(|line| width_of(line) <= *width)
    };
    (1..width_of(name)).find(fits).unwrap_or(width_of(name))
}

/// The name in as few lines as fit the width, as far as it can be broken.
pub fn broken(name: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut begins, mut ends) = (0, 0);
    for at in breaks(name).chain([name.len()]) {
        if ends > begins && width_of(&name[begins..at]) > width {
            lines.push(name[begins..ends].trim_end().to_owned());
            begins = ends;
        }
        ends = at;
    }
    lines.push(name[begins..].to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_does_not_fit_is_broken_between_its_parts() {
        assert_eq!(broken("counter.lock#2", 8), ["counter", ".lock#2"]);
        assert_eq!(broken("lock account0.txt", 8), ["lock", "account0", ".txt"]);
        assert_eq!(broken("lock COUNTER", 7), ["lock", "COUNTER"]);
        assert_eq!(broken("WANTS[0]", 5), ["WANTS", "[0]"]);
        assert_eq!(broken("TURN_OF_DEC", 8), ["TURN_OF_", "DEC"]);
        assert_eq!(broken("COUNTER", 3), ["COUNTER"]);
        assert_eq!(broken("WANTS[0]", 8), ["WANTS[0]"]);
        assert_eq!(narrowest("größe.größe"), 6);
    }
}

//! Where everything is in the picture. Pure.

use super::{CHARACTER, LINE, folded};
use crate::page::document::Document;
use crate::page::steps::{Sort, Step};
use crate::styled::{Columns, Glyphs, Line, Role};

/// How many characters of code have room in a lane, depending on how many lanes there are.
fn room(lanes: usize) -> usize {
    match lanes {
        0..=2 => 56,
        3 => 40,
        _ => 34,
    }
}

/// More changes of one step than this are not shown.
const MOST_CHANGES: usize = 6;

/// How many characters of what is shared have room at most.
const STATE: usize = 38;

/// The places of all that is drawn.
pub struct Plan<'a> {
    /// The picture's width.
    pub width: f64,
    /// The picture's height.
    pub height: f64,
    /// Where the lanes begin, from the left.
    pub left: f64,
    /// Where the steps begin, from above.
    pub top: f64,
    /// Where they end.
    pub end: f64,
    /// Whether anything shared is shown at the left.
    pub has_state: bool,
    /// What is known before the first step.
    pub initial: Vec<String>,
    /// The steps.
    pub rows: Vec<Row<'a>>,
    lane: f64,
}

/// A step, and the room that it takes.
pub struct Row<'a> {
    pub step: &'a Step,
    pub top: f64,
    pub bottom: f64,
    /// The base line of its first line of text.
    pub text: f64,
    pub state: Vec<String>,
    pub code: Vec<String>,
    pub words: Vec<String>,
    pub mark: Vec<String>,
}

impl Row<'_> {
    /// The height of its dot.
    pub fn middle(&self) -> f64 {
        self.text - 4.0
    }
}

impl<'a> Plan<'a> {
    pub fn of(document: &'a Document) -> Plan<'a> {
        let lanes = document.threads.len();
        let lane = room(lanes) as f64 * CHARACTER + 44.0;
        let initial: Vec<String> = document
            .shared
            .iter()
            .filter(|one| !one.initial.is_empty())
            .take(MOST_CHANGES)
            .map(|one| cut(&one.in_words(&one.initial), STATE))
            .collect();
        let changes = document.steps.iter().flat_map(|one| changes(document, one));
        let widest = changes.chain(initial.iter().cloned());
        let widest = widest.map(|text| text.chars().count()).max();
        let left = match widest {
            None => 60.0,
            // At least as wide as the heading.
            Some(widest) => widest.max(14) as f64 * CHARACTER + 50.0,
        };
        let top = (initial.len() as f64 + 1.6) * LINE;
        let mut y = top;
        let rows: Vec<Row<'a>> = document
            .steps
            .iter()
            .map(|step| {
                let row = row(step, document, y, room(lanes));
                y = row.bottom;
                row
            })
            .collect();
        let end = y + 0.4 * LINE;
        let cycle = if document.cycle.len() > 1 {
            5.2 * LINE
        } else {
            0.0
        };
        let ring: f64 = document
            .cycle
            .iter()
            .map(|one| {
                let characters = one.thread.chars().count() + one.object.chars().count() + 11;
                40.0 + CHARACTER * characters as f64
            })
            .sum();
        Plan {
            width: (left + lane * lanes.max(1) as f64 + 12.0).max(ring + 32.0),
            height: end + cycle + 0.6 * LINE,
            left,
            top,
            end,
            has_state: widest.is_some(),
            initial,
            rows,
            lane,
        }
    }

    /// Where the line of a lane is.
    pub fn lane(&self, thread: usize) -> f64 {
        self.left + 24.0 + thread as f64 * self.lane
    }
}

fn row<'a>(step: &'a Step, document: &Document, top: f64, room: usize) -> Row<'a> {
    let state = changes(document, step);
    let code: Vec<String> = match (step.kind, step.line) {
        (Sort::Code, Some(line)) if step.goes_on => vec![format!("{line} (goes on)")],
        (Sort::Code, Some(line)) => vec![cut(&format!("{line} {}", step.code), room)],
        _ => Vec::new(),
    };
    let words = folded(&step.words.join(", "), room);
    let mark = step
        .decisive
        .iter()
        .flat_map(|words| folded(&format!("▲ {words}"), room))
        .collect::<Vec<_>>();
    let switch = if step.switch.is_some() {
        1.3 * LINE
    } else {
        0.0
    };
    let lines = state
        .len()
        .max(code.len() + words.len() + mark.len())
        .max(1);
    let text = top + switch + 1.05 * LINE;
    Row {
        step,
        top,
        bottom: text + (lines as f64 - 0.5) * LINE,
        text,
        state,
        code,
        words,
        mark,
    }
}

/// What a step changes, as far as it has room.
fn changes(document: &Document, step: &Step) -> Vec<String> {
    let changes = document.changes(step).into_iter().take(MOST_CHANGES);
    changes.map(|text| cut(&text, STATE)).collect()
}

fn cut(text: &str, room: usize) -> String {
    let line = Line::of(Role::Plain, text);
    line.cut(Columns(room), Glyphs::Unicode).plain()
}

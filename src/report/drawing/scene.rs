//! What of an interleaving is shown, row by row: which actors get a column, which steps a line, what is folded. Pure.

mod cast;
mod kept;
mod painter;
mod reference;
mod repeats;
mod steps;
mod tail;
mod visible;

use super::cells::{self, Cell};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Interleaving, Switch};
use crate::styled::Glyphs;
use painter::Painter;
use protocol::ObjectId;
pub use repeats::in_words;
pub use steps::StepNumber;
pub use visible::is_inner;

/// All that is drawn.
pub struct Scene {
    /// The actors with a column, by their numbers.
    pub lanes: Vec<ActorId>,
    /// What stands at the left, with its name.
    pub cells: Vec<(Cell, String)>,
    /// The texts of the cells before the first row: what is known of them then.
    pub initial: Vec<String>,
    /// What main does before the others begin.
    pub before: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// What main does when the others are done.
    pub after: Vec<String>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it shows.
    pub what: What,
    /// Its number, if it is a step.
    pub number: Option<StepNumber>,
    /// The texts of the cells after it.
    pub cells: Vec<String>,
    /// Which of these texts differ from those of the row before.
    pub changed: Vec<bool>,
    /// For each lane the locks that it holds then.
    pub holding: Vec<Vec<ObjectId>>,
    /// The events that it shows, by their places, in their order.
    pub events: Vec<usize>,
}

impl Row {
    /// A row of which no more is known yet.
    pub fn of(what: What) -> Row {
        Row {
            what,
            number: None,
            cells: Vec::new(),
            changed: Vec::new(),
            holding: Vec::new(),
            events: Vec::new(),
        }
    }

    /// What stands behind the text of the cell at this place, if it has changed.
    pub fn mark(&self, at: usize) -> &'static str {
        let is_known = self.cells.get(at).is_some_and(|text| !text.is_empty());
        match self.changed.get(at) {
            Some(true) if is_known => "*",
            Some(_) | None => "",
        }
    }

    /// Whether two rows look the same.
    fn looks_like(&self, other: &Row) -> bool {
        let holds = self.holding.iter().map(Vec::is_empty);
        self.what == other.what
            && self.cells == other.cells
            && holds.eq(other.holding.iter().map(Vec::is_empty))
    }
}

/// What a row shows. Lanes are places in [`Scene::lanes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A line of the learner's, and what was done in it.
    Code {
        /// Whose.
        lane: usize,
        /// Its number.
        line: Option<usize>,
        /// Its text.
        code: String,
        /// Whether the line was begun before the actor was preempted.
        goes_on: bool,
        /// What was done.
        effects: Vec<String>,
    },
    /// Steps that touch nothing shared.
    Folded {
        /// Whose.
        lane: usize,
        /// How many.
        steps: usize,
    },
    /// The rows before come again.
    Again {
        /// The lane of the last of them.
        lane: usize,
        /// So many times more.
        times: usize,
    },
    /// Steps that were drawn before, in some other order.
    AsAbove {
        /// How many.
        steps: usize,
    },
    /// The rows before it repeat forever.
    Forever,
    /// Steps that would make the drawing too long.
    LeftOut {
        /// How many.
        steps: usize,
    },
    /// Words about one lane: what blocks it, that it panics.
    Note {
        /// Which lane.
        lane: usize,
        /// The words.
        words: String,
    },
    /// Words that point at the row before.
    Decisive {
        /// Which lane.
        lane: usize,
        /// The words.
        words: String,
    },
    /// The baton goes from one to another.
    Switch {
        /// From whom.
        from: usize,
        /// To whom.
        to: usize,
        /// Why.
        why: Switch,
    },
}

impl What {
    /// The lane that it is in, or leads to; what is about all of them is in the first.
    fn lane(&self) -> usize {
        match *self {
            What::AsAbove { .. } | What::Forever | What::LeftOut { .. } => 0,
            What::Code { lane, .. }
            | What::Folded { lane, .. }
            | What::Again { lane, .. }
            | What::Note { lane, .. }
            | What::Decisive { lane, .. } => lane,
            What::Switch { to, .. } => to,
        }
    }
}

/// What of an interleaving has a place at the left.
pub fn cells_of(interleaving: &Interleaving) -> Vec<cells::Named> {
    cells::shared_cells(interleaving, &cast::shared(interleaving))
}

/// Decides what is shown.
pub fn scene(interleaving: &Interleaving, glyphs: Glyphs) -> Scene {
    let shared = cast::shared(interleaving);
    let lanes = cast::lanes(interleaving, &shared);
    let cells = cells::cells(interleaving, &shared);
    let span = cast::span(interleaving, &lanes);
    let counted = tail::counted(interleaving, &span, &cells);
    let mut painter = Painter::new(interleaving, glyphs, &shared, &cells, &lanes, &counted);
    let before = painter.sentences(0..span.start, "At first");
    let initial = painter.initial(span.start);
    let end_at_panic = tail::end_at_panic(interleaving, &span);
    let end = end_at_panic.unwrap_or(span.end);
    for at in span.start..end {
        painter.panics_before(at);
        painter.event(at);
    }
    painter.panics_before(end);
    let done = painter.rows_so_far();
    painter.waits_at_the_end();
    let after = match end_at_panic {
        Some(_) => vec!["What follows the panic is not shown.".to_owned()],
        None => painter.sentences(span.end..interleaving.events.len(), "Then"),
    };
    let mut rows = painter.rows();
    let at_the_end = rows.split_off(done);
    let mut many = repeats::MANY;
    if interleaving.ends_spinning() {
        rows = repeats::fold_the_end(rows);
        many = repeats::MANY_OF_A_SPIN;
    }
    rows.extend(at_the_end);
    let mut rows = steps::steps(repeats::fold(rows, many), &initial);
    reference::refer(&mut rows, interleaving);
    Scene {
        rows,
        initial,
        before,
        after,
        lanes,
        cells,
    }
}

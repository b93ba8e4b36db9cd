//! What of an interleaving is shown, row by row: which actors get a column, which steps a line, what is folded. Pure.

use std::collections::{BTreeMap, BTreeSet};

use baton::protocol::{ObjectKind, Op};

use super::super::Columns;
use super::glyphs::Glyphs;
use super::state::{self, Cell, State};
use super::words;
use crate::explore::interleaving::{Event, Interleaving, Switch};
use crate::explore::legend::Depth;
use crate::explore::{changes, is_read};

/// All that is drawn.
pub struct Scene {
    /// The actors with a column, by their numbers.
    pub lanes: Vec<u8>,
    /// What stands at the left, with its name.
    pub cells: Vec<(Cell, String)>,
    /// What main does before the others begin.
    pub before: Vec<String>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// What main does when the others are done.
    pub after: Vec<String>,
}

/// One row.
pub struct Row {
    /// What it shows.
    pub what: What,
    /// The texts of the cells after it.
    pub cells: Vec<String>,
    /// For each lane whether it holds a lock then.
    pub holding: Vec<bool>,
}

/// What a row shows. Lanes are places in [`Scene::lanes`].
pub enum What {
    /// A line of the learner's, and what was done in it.
    Code {
        /// Whose.
        lane: usize,
        /// Its number.
        line: Option<usize>,
        /// Its text.
        code: String,
        /// Whether the line was begun before the actor was interrupted.
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
    /// Words about one lane: what it waits for.
    Waits {
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

/// Decides what is shown.
pub fn scene(told: &Interleaving, _width: Columns) -> Scene {
    let shared = shared(told);
    let lanes = lanes(told, &shared);
    let span = span(told, &lanes);
    let mut painter = Painter {
        told,
        glyphs: Glyphs::asked_for(),
        shared,
        cells: state::cells(told),
        lanes,
        state: State::default(),
        rows: Vec::new(),
        open: None,
        last_line: BTreeMap::new(),
    };
    let before = painter.sentences(0..span.start, "At first");
    for at in span.clone() {
        painter.event(at);
    }
    painter.waits_at_the_end();
    let after = painter.sentences(span.end..told.events.len(), "Then");
    Scene {
        lanes: painter.lanes,
        cells: painter.cells,
        before,
        rows: painter.rows,
        after,
    }
}

/// The things that two or more actors use, and that are worth showing.
fn shared(told: &Interleaving) -> BTreeSet<u32> {
    let mut users: BTreeMap<u32, BTreeSet<u8>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for event in &told.events {
        users
            .entry(event.object_id)
            .or_default()
            .insert(event.actor);
        if changes(event) {
            changed.insert(event.object_id);
        }
    }
    for wait in &told.waits {
        users.entry(wait.object_id).or_default().insert(wait.actor);
    }
    let nameless = |id: u32| {
        let mut of_it = told.events.iter().filter(|event| event.object_id == id);
        of_it.any(|event| event.object.starts_with("memory"))
    };
    let only_looked_at = |id: u32| {
        told.events
            .iter()
            .filter(|event| event.object_id == id)
            .all(|event| is_read(event) && !changed.contains(&id))
    };
    // One name can come to lead to another file: who uses either uses the name.
    let mut users_of_name: BTreeMap<&str, BTreeSet<u8>> = BTreeMap::new();
    for event in told.events.iter().filter(|event| is_file(event)) {
        users_of_name
            .entry(&event.object)
            .or_default()
            .insert(event.actor);
    }
    let by_name: BTreeSet<u32> = told
        .events
        .iter()
        .filter(|event| is_file(event))
        .filter(|event| users_of_name[event.object.as_str()].len() > 1)
        .map(|event| event.object_id)
        .collect();
    users
        .into_iter()
        .filter(|(id, users)| users.len() > 1 || by_name.contains(id))
        .map(|(id, _)| id)
        .filter(|id| !only_looked_at(*id) && !nameless(*id))
        .collect()
}

fn is_file(event: &Event) -> bool {
    matches!(event.kind, Some(ObjectKind::File | ObjectKind::Path))
}

/// Whether the step is one of a lock, or of data, that others use too.
fn matters(event: &Event, shared: &BTreeSet<u32>) -> bool {
    let about_tasks = matches!(
        event.op,
        Op::Begin
            | Op::End
            | Op::Spawn
            | Op::Join
            | Op::IsFinished
            | Op::ProcessSpawn
            | Op::ProcessWait
            | Op::ProcessTryWait
            | Op::ProcessExit
            | Op::Print
    );
    !about_tasks && shared.contains(&event.object_id)
}

/// Everybody but main who does something that matters, or waits in the end; main only where it mixes with them.
fn lanes(told: &Interleaving, shared: &BTreeSet<u32>) -> Vec<u8> {
    let of_others = |event: &Event| event.actor != 0 && matters(event, shared);
    let first = told.events.iter().position(of_others);
    let last = told.events.iter().rposition(of_others);
    let mut lanes: Vec<u8> = (1..told.actors.len() as u8)
        .filter(|actor| {
            told.events
                .iter()
                .any(|event| event.actor == *actor && matters(event, shared))
                || told
                    .waits
                    .iter()
                    .any(|wait| wait.actor == *actor && wait.blocked)
        })
        .collect();
    let main_mixes = match (first, last) {
        (Some(first), Some(last)) => told.events[first..last]
            .iter()
            .any(|event| event.actor == 0 && matters(event, shared)),
        _ => true,
    };
    let main_is_cut = told
        .events
        .windows(2)
        .any(|two| two[1].switch == Switch::Preemption && (two[0].actor == 0 || two[1].actor == 0));
    let main_decides = told
        .decisive
        .as_ref()
        .is_some_and(|decisive| decisive.event.is_some_and(|at| told.events[at].actor == 0));
    if main_mixes || main_is_cut || main_decides || told.cycle.contains(&0) || lanes.is_empty() {
        lanes.insert(0, 0);
    }
    lanes
}

/// The events from the first to the last that are drawn in columns.
fn span(told: &Interleaving, lanes: &[u8]) -> std::ops::Range<usize> {
    if lanes.contains(&0) {
        return 0..told.events.len();
    }
    let others = |event: &Event| event.actor != 0;
    let first = told.events.iter().position(others).unwrap_or(0);
    let last = told.events.iter().rposition(others).map_or(0, |at| at + 1);
    first..last
}

struct Painter<'a> {
    told: &'a Interleaving,
    glyphs: Glyphs,
    shared: BTreeSet<u32>,
    cells: Vec<(Cell, String)>,
    lanes: Vec<u8>,
    state: State,
    rows: Vec<Row>,
    /// The lane that the last row belongs to, and why the baton has left it since.
    open: Option<(usize, Switch)>,
    /// For each lane the line that its last row shows.
    last_line: BTreeMap<usize, Option<usize>>,
}

impl Painter<'_> {
    fn event(&mut self, at: usize) {
        let event = &self.told.events[at];
        // The first switch away from a lane says why it lost the baton.
        if let Some((_, why @ Switch::None)) = &mut self.open {
            *why = event.switch;
        }
        let lane = self.lanes.iter().position(|lane| *lane == event.actor);
        let decisive = self
            .told
            .decisive
            .as_ref()
            .filter(|one| one.event == Some(at));
        if let Some(lane) = lane
            && (self.is_shown(event) || decisive.is_some())
        {
            self.switch_to(lane, at);
            if self.is_folded(event) && decisive.is_none() {
                self.fold(lane);
            } else {
                self.code(lane, event);
            }
        }
        self.state.apply(event);
        self.bring_up_to_date();
        if let (Some(lane), Some(decisive)) = (lane, decisive) {
            let words = decisive.why.clone();
            self.push(What::Decisive { lane, words });
        }
    }

    /// Whether the step is worth a row, or part of one.
    fn is_shown(&self, event: &Event) -> bool {
        let quiet = match event.op {
            Op::Begin | Op::End | Op::ProcessExit | Op::FileSeek | Op::FileMetadata | Op::Fence => {
                true
            }
            Op::FileOpen => event.succeeded,
            Op::FileClose => !event.succeeded,
            Op::SenderDrop | Op::SenderClone | Op::PoisonRead | Op::OnceRead | Op::OnceWait => true,
            Op::PlainRead | Op::AtomicLoad => {
                event.object == "memory" && !self.shared.contains(&event.object_id)
            }
            _ => false,
        };
        !quiet && !self.is_inside(event) && words::effect(event, self.told, self.glyphs).is_some()
    }

    /// Whether it is how the kit's part does what the learner's line asks for: of a lock that is taken by hand, its
    /// own lock inside says nothing, what it remembers does.
    fn is_inside(&self, event: &Event) -> bool {
        let theirs = event
            .line
            .is_some_and(|line| !self.told.source.is_learners(line));
        let deep = event.depth == Depth::InTheKitsPart;
        let of_a_lock = state::is_lock(event.op)
            || matches!(
                event.op,
                Op::Unlock | Op::Wait | Op::Wake | Op::NotifyOne | Op::NotifyAll
            );
        (deep && !is_read(event) && !changes(event)) || (theirs && of_a_lock)
    }

    fn is_folded(&self, event: &Event) -> bool {
        let private = is_read(event) || changes(event) || state::is_lock(event.op);
        let of_lock = matches!(
            event.op,
            Op::Unlock | Op::ReadUnlock | Op::WriteUnlock | Op::FileUnlock
        );
        (private || of_lock) && !self.shared.contains(&event.object_id)
    }

    /// Draws how the baton came to this lane, if it was another's.
    fn switch_to(&mut self, lane: usize, at: usize) {
        let Some((from, why)) = self.open.replace((lane, Switch::None)) else {
            return;
        };
        if from == lane {
            return;
        }
        if why == Switch::Blocked
            && let Some(words) = self.what_blocks(self.lanes[from], at)
        {
            self.push(What::Waits { lane: from, words });
        }
        self.push(What::Switch {
            from,
            to: lane,
            why,
        });
    }

    /// What an actor waits for from this event on: its next step, or what it was about to do in the end.
    fn what_blocks(&self, actor: u8, at: usize) -> Option<String> {
        let next = self.told.events[at..]
            .iter()
            .find(|event| event.actor == actor);
        if let Some(next) = next {
            let lock = match next.op {
                Op::Wake | Op::WakeTimeout => next.second_id,
                _ => next.object_id,
            };
            let holders: Vec<&str> = self
                .state
                .holders(lock)
                .iter()
                .map(|holder| self.told.name(*holder))
                .collect();
            return Some(words::waits_for(next.op, &next.object, &holders));
        }
        let wait = self.told.waits.iter().find(|wait| wait.actor == actor)?;
        let holders = state::holders_of(self.told, wait);
        Some(words::waits_for(wait.op, &wait.object, &holders))
    }

    fn code(&mut self, lane: usize, event: &Event) {
        let Some(effect) = words::effect(event, self.told, self.glyphs) else {
            return;
        };
        if let Some(Row {
            what:
                What::Code {
                    lane: same,
                    line,
                    effects,
                    ..
                },
            ..
        }) = self.rows.last_mut()
            && (*same, *line) == (lane, event.line)
        {
            if effects.last() != Some(&effect) {
                effects.push(effect);
            }
            return;
        }
        let code = event.line.map_or("", |line| self.told.source.line(line));
        let goes_on = event.line.is_some()
            && self.last_line.get(&lane) == Some(&event.line)
            && matches!(
                self.rows.last(),
                Some(Row {
                    what: What::Switch { .. },
                    ..
                })
            );
        self.last_line.insert(lane, event.line);
        self.push(What::Code {
            lane,
            line: event.line,
            code: code.to_owned(),
            goes_on,
            effects: vec![effect],
        });
    }

    fn fold(&mut self, lane: usize) {
        if let Some(Row {
            what: What::Folded { lane: same, steps },
            ..
        }) = self.rows.last_mut()
            && *same == lane
        {
            *steps += 1;
            return;
        }
        self.push(What::Folded { lane, steps: 1 });
    }

    fn push(&mut self, what: What) {
        self.rows.push(Row {
            what,
            cells: Vec::new(),
            holding: Vec::new(),
        });
        self.bring_up_to_date();
    }

    /// The last row shows what is so after it.
    fn bring_up_to_date(&mut self) {
        let cells = self
            .cells
            .iter()
            .map(|(cell, _)| self.state.text(*cell, self.told))
            .collect();
        let holding = self
            .lanes
            .iter()
            .map(|actor| self.state.holds_any(*actor))
            .collect();
        if let Some(row) = self.rows.last_mut() {
            row.cells = cells;
            row.holding = holding;
        }
    }

    /// Those who wait when the execution ends, and have not been said to.
    fn waits_at_the_end(&mut self) {
        for wait in &self.told.waits {
            let lane = self.lanes.iter().position(|lane| *lane == wait.actor);
            let Some(lane) = lane.filter(|_| wait.blocked) else {
                continue;
            };
            let said = self.rows.iter().rev().find_map(|row| match &row.what {
                What::Waits { lane: said, .. } if *said == lane => Some(true),
                What::Code { lane: said, .. } if *said == lane => Some(false),
                _ => None,
            });
            if said == Some(true) {
                continue;
            }
            let code = wait.line.map_or("", |line| self.told.source.line(line));
            let holders = state::holders_of(self.told, wait);
            let words = words::waits_for(wait.op, &wait.object, &holders);
            self.push(What::Code {
                lane,
                line: wait.line,
                code: code.to_owned(),
                goes_on: false,
                effects: vec![words],
            });
        }
    }

    /// What main does outside of the columns, in one sentence.
    fn sentences(&mut self, range: std::ops::Range<usize>, when: &str) -> Vec<String> {
        let mut parts: Vec<(Option<usize>, Vec<String>)> = Vec::new();
        for event in &self.told.events[range] {
            self.state.apply(event);
            if event.actor != 0 || !self.is_shown(event) {
                continue;
            }
            let Some(effect) = whole_effect(event, self.told, self.glyphs) else {
                continue;
            };
            match parts.last_mut() {
                Some((line, effects)) if *line == event.line => effects.push(effect),
                _ => parts.push((event.line, vec![effect])),
            }
        }
        if parts.is_empty() {
            return Vec::new();
        }
        let said: Vec<String> = parts
            .into_iter()
            .map(|(line, effects)| {
                let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
                format!("{}{line}", effects.join(", "))
            })
            .collect();
        vec![format!("{when}, main {}.", said.join("; "))]
    }
}

/// As in a column, but there is no line of code to say the name.
fn whole_effect(event: &Event, told: &Interleaving, glyphs: Glyphs) -> Option<String> {
    let alone = Event {
        line: None,
        ..event.clone()
    };
    words::effect(&alone, told, glyphs)
}

//! Goes through the events, and makes rows of them: what is folded, what is left out, and what a row says. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use baton::protocol::Op;

use super::super::glyphs::Glyphs;
use super::super::state::{self, Cell, State};
use super::super::words;
use super::{Row, What};
use crate::explore::interleaving::{Event, Interleaving, Switch};
use crate::explore::legend::{Depth, MEMORY};
use crate::explore::{changes, is_read};

/// The rows so far, and what has to be known to go on.
pub struct Painter<'a> {
    told: &'a Interleaving,
    glyphs: Glyphs,
    shared: &'a BTreeSet<u32>,
    cells: &'a [(Cell, String)],
    lanes: &'a [u8],
    state: State,
    rows: Vec<Row>,
    /// The lane that the last row belongs to, and why the baton has left it since.
    open: Option<(usize, Switch)>,
    /// For each lane the line that its last row shows.
    last_line: BTreeMap<usize, Option<usize>>,
}

impl<'a> Painter<'a> {
    /// A painter who has seen nothing yet.
    pub fn new(
        told: &'a Interleaving,
        glyphs: Glyphs,
        shared: &'a BTreeSet<u32>,
        cells: &'a [(Cell, String)],
        lanes: &'a [u8],
    ) -> Painter<'a> {
        Painter {
            told,
            glyphs,
            shared,
            cells,
            lanes,
            state: State::default(),
            rows: Vec::new(),
            open: None,
            last_line: BTreeMap::new(),
        }
    }

    /// The rows.
    pub fn rows(self) -> Vec<Row> {
        self.rows
    }

    /// Goes on by one event.
    pub fn event(&mut self, at: usize) {
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
                event.object.starts_with(MEMORY) && !self.shared.contains(&event.object_id)
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
            return Some(words::blocked(next.op, &next.object, &holders));
        }
        let wait = self.told.waits.iter().find(|wait| wait.actor == actor)?;
        let holders = state::holders_of(self.told, wait);
        Some(words::blocked(wait.op, &wait.object, &holders))
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
    pub fn waits_at_the_end(&mut self) {
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
            let words = words::blocked(wait.op, &wait.object, &holders);
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
    pub fn sentences(&mut self, range: Range<usize>, when: &str) -> Vec<String> {
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

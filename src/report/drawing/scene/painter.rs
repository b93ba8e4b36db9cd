//! Goes through the events, and makes rows of them: what is folded, what is left out, and what a row says. Pure.

mod sentences;

use std::collections::BTreeMap;
use std::ops::Range;

use protocol::{ObjectId, Op};

use super::super::cause;
use super::super::cells::{Cell, Objects};
use super::super::state;
use super::super::words::{self, NamedInLines};
use super::visible::Visible;
use super::{Row, What};
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, FirstAccess, Interleaving, Panicked, Switch};
use crate::exploration::shared::Shared;
use crate::styled::Glyphs;

/// The rows so far, and what has to be known to go on.
pub struct Painter<'a> {
    interleaving: &'a Interleaving,
    glyphs: Glyphs,
    visible: Visible<'a>,
    named: NamedInLines<'a>,
    cells: &'a [(Cell, String)],
    lanes: &'a [ActorId],
    /// The steps that are only counted, by their places.
    counted: &'a [usize],
    state: Shared,
    rows: Vec<Row>,
    /// The lane that the last row belongs to, and why the baton has left it since.
    open: Option<(usize, Switch)>,
    /// For each lane the line that its last row shows.
    last_line: BTreeMap<usize, Option<usize>>,
    /// The name that the last row has said last.
    said: String,
    /// Writes to a file that follow one another, in one line: who, to which file, where, and what.
    writing: Option<Writing>,
}

/// What was written in one line, piece by piece.
struct Writing {
    actor: ActorId,
    file: Option<ObjectId>,
    bytes: Range<u64>,
    text: Vec<u8>,
}

impl<'a> Painter<'a> {
    /// A painter who has seen nothing yet.
    pub fn new(
        interleaving: &'a Interleaving,
        glyphs: Glyphs,
        shared: &'a Objects,
        cells: &'a [(Cell, String)],
        lanes: &'a [ActorId],
        counted: &'a [usize],
    ) -> Painter<'a> {
        Painter {
            interleaving,
            glyphs,
            visible: Visible::new(interleaving, glyphs, shared),
            named: NamedInLines::of(interleaving),
            cells,
            lanes,
            counted,
            state: Shared::new(&interleaving.actors),
            rows: Vec::new(),
            open: None,
            last_line: BTreeMap::new(),
            said: String::new(),
            writing: None,
        }
    }

    /// How many rows there are so far.
    pub fn rows_so_far(&self) -> usize {
        self.rows.len()
    }

    /// The rows.
    pub fn rows(self) -> Vec<Row> {
        self.rows
    }

    /// The texts of the cells before the event at this place: of a value that is still unknown, what is read of it first.
    pub fn initial(&self, at: usize) -> Vec<String> {
        let state = self.state.foreseeing(&self.interleaving.events[at..]);
        let texts = self
            .cells
            .iter()
            .map(|(cell, _)| state::text(*cell, &state, self.interleaving, self.glyphs));
        texts.collect()
    }

    /// Goes on by one event.
    pub fn event(&mut self, at: usize) {
        let event = &self.interleaving.events[at];
        // The first switch away from a lane says why it lost the baton.
        if let Some((_, why @ Switch::None)) = &mut self.open {
            *why = event.switch;
        }
        let lane = self.lane_of(event.actor);
        let decisive = self.interleaving.decisive.as_ref();
        let is_decisive = decisive.is_some_and(|one| one.event == Some(at));
        let first = decisive.and_then(|one| one.first.as_ref());
        let is_telling = is_decisive || first == Some(&FirstAccess::Event(at));
        let shown = self.visible.is_shown(event) || is_telling;
        if let Some((actor, line, words)) = self.first_access(at)
            && let Some(lane) = self.lane_of(actor)
        {
            self.switch_to(lane, at);
            self.line(lane, line, Some(words));
        }
        if let Some(lane) = lane.filter(|_| shown) {
            // What kills a process does not need the baton.
            if event.op != Op::Crash {
                self.switch_to(lane, at);
            }
            let is_counted = self.counted.contains(&at) || self.visible.is_folded(event);
            if is_counted && !is_telling {
                self.fold(lane, event);
            } else {
                self.code(lane, event);
            }
            if let Some(row) = self.rows.last_mut() {
                row.events.push(at);
            }
        }
        self.state.apply(event);
        if shown {
            self.bring_up_to_date();
        }
        if let (Some(lane), Some(decisive)) = (lane, decisive)
            && self.marked_after() == Some(at)
        {
            let panics_elsewhere = decisive.is_panic() && decisive.line != event.line;
            if panics_elsewhere {
                self.line(lane, decisive.line, None);
            }
            let words = cause::in_words(&decisive.cause, self.interleaving, self.glyphs);
            self.push(What::Decisive { lane, words });
        }
    }

    /// The first access of a data race, if it is no event and comes right before the event at `at`: its actor, line and words.
    fn first_access(&self, at: usize) -> Option<(ActorId, Option<usize>, String)> {
        match self.interleaving.decisive.as_ref()?.first.as_ref()? {
            FirstAccess::Before {
                event,
                actor,
                line,
                writes,
                object,
            } if *event == at => {
                let verb = if *writes { "writes" } else { "reads" };
                Some((*actor, *line, format!("{verb} {object}")))
            }
            FirstAccess::Before { .. } | FirstAccess::Event(_) => None,
        }
    }

    fn lane_of(&self, actor: ActorId) -> Option<usize> {
        self.lanes.iter().position(|lane| *lane == actor)
    }

    /// The event below which the mark stands: the decisive one, or the last piece of what it writes.
    fn marked_after(&self) -> Option<usize> {
        let events = &self.interleaving.events;
        let mut at = self.interleaving.decisive.as_ref()?.event?;
        while let (Some(one), Some(next)) = (events.get(at), events.get(at + 1)) {
            if !goes_on_writing(one, next) {
                break;
            }
            at += 1;
        }
        Some(at)
    }

    /// Draws the panics before this event that are not marked as decisive.
    pub fn panics_before(&mut self, at: usize) {
        let panics = self
            .interleaving
            .panics
            .iter()
            .filter(|panic| panic.after == at);
        for panic in panics.filter(|panic| is_drawn(panic, self.interleaving)) {
            let decisive = self.interleaving.decisive.as_ref();
            let is_marked = decisive.is_some_and(|decisive| {
                let event = decisive
                    .event
                    .and_then(|at| self.interleaving.events.get(at));
                decisive.is_panic() && event.is_some_and(|event| event.actor == panic.actor)
            });
            if let Some(lane) = self.lane_of(panic.actor).filter(|_| !is_marked) {
                self.panic(lane, panic);
            }
        }
    }

    fn panic(&mut self, lane: usize, panic: &Panicked) {
        let words = format!("panics: {}", panic.message);
        self.switch_to(lane, panic.after);
        if panic.line.is_some() && self.last_line.get(&lane) != Some(&panic.line) {
            self.line(lane, panic.line, Some(words));
        } else {
            self.push(What::Note { lane, words });
        }
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
            && let Some((line, words)) = self.what_blocks(self.lanes[from], at)
        {
            self.blocks(from, line, words);
        }
        self.push(What::Switch {
            from,
            to: lane,
            why,
        });
    }

    /// It is blocked in that line: below it, if it is the last that is shown.
    fn blocks(&mut self, lane: usize, line: Option<usize>, words: String) {
        if self.is_said_to_be_blocked(lane) {
            return;
        }
        if line.is_some() && self.last_line.get(&lane) != Some(&line) {
            self.line(lane, line, Some(words));
        } else {
            self.push(What::Note { lane, words });
        }
    }

    /// In which line an actor is blocked from this event on, and by what: its next step, or what it was about to do in the
    /// end.
    fn what_blocks(&self, actor: ActorId, at: usize) -> Option<(Option<usize>, String)> {
        let mut later = self.interleaving.events[at..].iter();
        let own = |event: &&Event| event.actor == actor && !event.inside;
        // What a process was blocked on when it was killed is not known.
        let next = later.find(own).filter(|next| next.op != Op::Crash);
        if let Some(next) = next {
            let lock = match next.op {
                Op::Wake | Op::WakeTimeout => next.second_id,
                _ => next.object_id,
            };
            let holders = lock.map_or_else(Vec::new, |lock| self.state.holders(lock));
            let holders = state::names(self.interleaving, &holders);
            // A file that is renamed later still has its old name here; how a lock of the kit's works has other names.
            let mut before = self.interleaving.events[..at].iter();
            let known = before.rfind(|event| event.object_id == next.object_id && !event.inside);
            let name = words::name(known.unwrap_or(next));
            return Some((next.line, words::blocked(next.op, &name, &holders)));
        }
        let wait = self
            .interleaving
            .waits
            .iter()
            .find(|wait| wait.actor == actor)?;
        let holders = state::holders_of(self.interleaving, wait);
        let words = words::blocked(wait.op, &wait.object, &holders);
        Some((wait.line, words))
    }

    fn code(&mut self, lane: usize, event: &Event) {
        let same_row = self.is_in_last_row(lane, event.line);
        if !same_row {
            self.said.clear();
        }
        let name = words::name(event);
        let is_said = self.said == name || self.named.say(event, self.interleaving);
        let Some(mut effect) = words::effect(event, self.interleaving, self.glyphs, is_said) else {
            return;
        };
        self.said = name;
        if event.op == Op::WriteWait {
            let holders = event
                .object_id
                .map_or_else(Vec::new, |lock| self.state.holders(lock));
            let holders = state::names(self.interleaving, &holders);
            effect = words::queues(event, self.interleaving, &holders);
        }
        if event.op.is_acquisition() && event.succeeded && self.state.shares_lock(event) {
            effect.push_str(" (through the same open file, so it excludes no one)");
        }
        let goes_on = self.writing(event);
        if let Some(writing) = &self.writing
            && self.visible.shows_places(event)
        {
            effect = words::writes(event, &writing.text, &writing.bytes);
        } else if goes_on && let Some(writing) = &self.writing {
            let whole = Event {
                text: writing.text.clone(),
                ..event.clone()
            };
            effect =
                words::effect(&whole, self.interleaving, self.glyphs, is_said).unwrap_or(effect);
        }
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
            if goes_on {
                effects.pop();
            }
            if effects.last() != Some(&effect) {
                effects.push(effect);
            }
            return;
        }
        self.line(lane, event.line, Some(effect));
    }

    fn is_in_last_row(&self, lane: usize, line: Option<usize>) -> bool {
        let last = self.rows.last().map(|row| &row.what);
        matches!(last, Some(What::Code { lane: same, line: shown, .. }) if (*same, *shown) == (lane, line))
    }

    /// Keeps what is written in pieces; whether this is one more of them, in the row that is there.
    fn writing(&mut self, event: &Event) -> bool {
        let Some(bytes) = event.bytes.clone().filter(|_| event.op == Op::FileWrite) else {
            self.writing = None;
            return false;
        };
        let lane = self.lane_of(event.actor);
        let same_row = lane.is_some_and(|lane| self.is_in_last_row(lane, event.line));
        match &mut self.writing {
            Some(writing)
                if same_row
                    && (writing.actor, writing.file) == (event.actor, event.object_id)
                    && writing.bytes.end == bytes.start =>
            {
                writing.bytes.end = bytes.end;
                writing.text.extend_from_slice(&event.text);
                true
            }
            writing => {
                *writing = Some(Writing {
                    actor: event.actor,
                    file: event.object_id,
                    bytes,
                    text: event.text.clone(),
                });
                false
            }
        }
    }

    /// A row with a line of code.
    fn line(&mut self, lane: usize, line: Option<usize>, effect: Option<String>) {
        let code = line.map_or("", |line| self.interleaving.source.line(line));
        let goes_on = line.is_some()
            && self.last_line.get(&lane) == Some(&line)
            && matches!(
                self.rows.last().map(|row| &row.what),
                Some(What::Switch { .. } | What::Decisive { .. })
            );
        self.last_line.insert(lane, line);
        self.push(What::Code {
            lane,
            line,
            code: code.to_owned(),
            goes_on,
            effects: effect.into_iter().collect(),
        });
    }

    fn fold(&mut self, lane: usize, event: &Event) {
        match self.rows.last_mut().map(|row| &mut row.what) {
            Some(What::Folded { lane: same, steps }) if *same == lane => {
                *steps += 1;
                return;
            }
            // A part of what its line does is shown.
            Some(What::Code {
                lane: same, line, ..
            }) if (*same, *line) == (lane, event.line) => return,
            _ => {}
        }
        self.last_line.remove(&lane);
        self.push(What::Folded { lane, steps: 1 });
    }

    fn push(&mut self, what: What) {
        self.rows.push(Row::of(what));
        self.bring_up_to_date();
    }

    /// The last row shows what is so after it.
    fn bring_up_to_date(&mut self) {
        let cells = self
            .cells
            .iter()
            .map(|(cell, _)| state::text(*cell, &self.state, self.interleaving, self.glyphs))
            .collect();
        let holding = self
            .lanes
            .iter()
            .map(|actor| self.state.held_by(*actor).collect())
            .collect();
        if let Some(row) = self.rows.last_mut() {
            row.cells = cells;
            row.holding = holding;
        }
    }

    /// Draws which actors are blocked when the execution ends, if no row has said so, and which have not finished.
    pub fn waits_at_the_end(&mut self) {
        for wait in &self.interleaving.waits {
            let Some(lane) = self.lane_of(wait.actor) else {
                continue;
            };
            if !wait.blocked {
                let mut events = self.interleaving.events.iter();
                if wait.op == Op::Begin && !events.any(|event| event.actor == wait.actor) {
                    let words = "(not started yet)".into();
                    self.push(What::Note { lane, words });
                }
                continue;
            }
            if self.is_said_to_be_blocked(lane) {
                continue;
            }
            let holders = state::holders_of(self.interleaving, wait);
            let words = words::blocked(wait.op, &wait.object, &holders);
            let goes_on = self.last_line.get(&lane) == Some(&wait.line);
            self.line(lane, wait.line, Some(words));
            if let Some(Row {
                what: What::Code { goes_on: shown, .. },
                ..
            }) = self.rows.last_mut()
            {
                *shown |= goes_on && wait.line.is_some();
            }
        }
    }

    /// Whether the last row of the lane already says that it is blocked.
    fn is_said_to_be_blocked(&self, lane: usize) -> bool {
        let last = self.rows.iter().rev().find_map(|row| match &row.what {
            What::Note {
                lane: same, words, ..
            } if *same == lane => Some(words.starts_with("blocked")),
            What::Code {
                lane: same,
                effects,
                ..
            } if *same == lane => Some(effects.iter().any(|one| one.starts_with("blocked"))),
            _ => None,
        });
        last == Some(true)
    }
}

/// That main asserts something in the kit's part is the check's way to say what the verdict says.
fn is_drawn(panic: &Panicked, interleaving: &Interleaving) -> bool {
    let is_own = |line| interleaving.source.is_own(line);
    panic.actor != ActorId::MAIN || panic.line.is_none_or(is_own)
}

/// Whether the next event writes the next piece to the same file, in the same line.
fn goes_on_writing(one: &Event, next: &Event) -> bool {
    let end = |event: &Event| event.bytes.as_ref().map(|bytes| bytes.end);
    let start = |event: &Event| event.bytes.as_ref().map(|bytes| bytes.start);
    one.op == Op::FileWrite
        && next.op == Op::FileWrite
        && (one.actor, one.object_id, one.line) == (next.actor, next.object_id, next.line)
        && end(one) == start(next)
}

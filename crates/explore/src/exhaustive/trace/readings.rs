//! What a task that is about to read in a loop that waits can find: the newest value, or an older one where loads may be stale.

use std::collections::HashMap;

use protocol::{End, Reply, Step, StepId};

use super::super::awaiting::Reader;
use super::super::waiting::Found;
use super::super::wakeup::{Event, Move};
use super::super::weak::is_needed;
use super::Trace;
use crate::dependence::Way;
use crate::memory::Graph;

/// A way to do a read.
#[derive(Clone, Debug)]
pub(in super::super) struct Reading {
    pub(in super::super) made: Move,
    pub(in super::super) found: Found,
    /// Whether no other order of the steps shows the same.
    is_needed: bool,
    /// The step, as it would be done in vain, where loads may be stale.
    step: Option<Step>,
}

impl Trace<'_> {
    /// All that the reader can find behind these steps, which are in an order in which they can be done. It may have read something in vain
    /// before, behind the first so many of them. Just the newest value where loads read that, or where no step was seen that the
    /// task does in its state. Nothing where it is not known what is there.
    pub(in super::super) fn readings(
        &self,
        (at, reader): (usize, Reader),
        before: &[usize],
        first: Option<(usize, &Reading)>,
    ) -> Vec<Reading> {
        let (op, [object, _]) = self.op(at);
        let Some(newest) = object.and_then(|object| self.value(op, object, before)) else {
            return Vec::new();
        };
        let about_to = self.loops.act(reader.state).map(|act| Step {
            object,
            found: Some(newest.value()),
            ..act.clone()
        });
        let task = self.task(at);
        let newest = Reading::of(Move::step(task), newest, false, about_to.as_ref());
        let Some(about_to) = about_to else {
            return vec![newest];
        };
        let mut places = before.to_vec();
        let steps = before.iter().filter_map(|at| self.step(*at).cloned());
        let mut steps: Vec<Step> = steps.collect();
        let first = first.and_then(|(place, first)| Some((place, first.step.clone()?)));
        if let Some((place, step)) = first {
            places.insert(place, at);
            steps.insert(place, step);
        }
        places.push(at);
        let number = StepId::at(steps.len());
        steps.push(about_to.clone());
        let graph = Graph::of(&self.with_steps(steps, &places));
        let places: HashMap<usize, usize> = places.into_iter().enumerate().collect();
        let choices = graph.choices.iter();
        let others = choices.filter(|choice| choice.read.step == number);
        let others = others.map(|choice| {
            let older = choice.read.into();
            let made = Move {
                task,
                way: Way::GoesBy(older),
            };
            let is_needed = is_needed(at, choice, &self.used, &places);
            Reading::of(made, Found::by(older), is_needed, Some(&about_to))
        });
        std::iter::once(newest).chain(others).collect()
    }

    /// An execution of these steps only, those at these places.
    fn with_steps(&self, steps: Vec<Step>, places: &[usize]) -> Reply {
        let mut earlier = self.reply.earlier.clone();
        for one in &mut earlier {
            let is_next = |at: &usize| {
                let number = self.used[*at].step;
                self.task(*at) == one.task
                    && number.is_none_or(|number| number >= one.after as usize)
            };
            let next = places.iter().position(is_next);
            one.after = next.unwrap_or(places.len()) as u32;
        }
        Reply {
            steps,
            earlier,
            tasks: self.reply.tasks.clone(),
            objects: self.reply.objects.clone(),
            ..Reply::without_trace(End::Undecided)
        }
    }

    /// How else than by the newest value the reader can go on behind these steps: what no other order shows, and what is not in
    /// vain.
    fn reads_otherwise(&self, (at, reader): (usize, Reader), before: &[usize]) -> Vec<Event> {
        let readings = self.readings((at, reader), before, None);
        let is_other = |reading: &Reading| {
            reading.is_needed && self.loops.is_vain(reader.state, reading.found) != Some(true)
        };
        let others = readings.into_iter().filter(is_other);
        let event = |reading: Reading| Event {
            way: reading.made.way,
            ..self.elsewhere[at].clone()
        };
        others.map(event).collect()
    }

    /// Whether the reader can go on in another way than by the newest value behind these steps.
    pub(super) fn can_read_otherwise(
        &self,
        (at, reader): (usize, Reader),
        before: &[usize],
    ) -> bool {
        self.weak.is_some() && !self.reads_otherwise((at, reader), before).is_empty()
    }

    /// How those who wait at the end, or at the end of their process, can still go on, and where.
    pub(in super::super) fn waiting_at_end(&self) -> Vec<(usize, Event)> {
        if self.weak.is_none() {
            return Vec::new();
        }
        let waiting = self.readers().filter(|(at, _)| *at >= self.done);
        let otherwise = waiting.flat_map(|(at, reader)| {
            let place = self.end_of(at);
            let before: Vec<usize> = (0..place).collect();
            let events = self.reads_otherwise((at, reader), &before);
            events.into_iter().map(move |event| (place, event))
        });
        otherwise.collect()
    }

    /// How the task that reads in vain at that place, which is none of its steps, can go on there.
    pub(in super::super) fn instead_of_waiting(&self, place: usize, one: Move) -> Vec<Event> {
        if self.weak.is_none() || one.way != Way::Steps {
            return Vec::new();
        }
        let own = (place..self.used.len()).find(|at| self.task(*at) == one.task);
        let Some((at, reader)) = own.and_then(|at| Some((at, self.reader(at)?))) else {
            return Vec::new();
        };
        let before: Vec<usize> = (0..place).collect();
        self.reads_otherwise((at, reader), &before)
    }

    /// Whether to do what was done there in that way would be in vain.
    pub(in super::super) fn is_in_vain(&self, at: usize, way: Way) -> bool {
        let found = match way {
            Way::GoesBy(older) => Some(Found::by(older)),
            Way::Steps => self.step(at).and_then(|step| step.found).map(Found::new),
            Way::WakesSpuriously | Way::IsKilled => None,
        };
        let vain = self.reader(at).zip(found);
        vain.is_some_and(|(reader, found)| self.loops.is_vain(reader.state, found) == Some(true))
    }
}

impl Reading {
    fn of(made: Move, found: Found, is_needed: bool, about_to: Option<&Step>) -> Reading {
        let which = match made.way {
            Way::GoesBy(older) => older.which,
            _ => 0,
        };
        let step = about_to.map(|about_to| Step {
            order: match about_to.exchange {
                Some(exchange) => exchange.failure,
                None => about_to.order,
            },
            read: Some(found.value()),
            written: None,
            succeeded: about_to.exchange.is_none(),
            stale: which > 0,
            which,
            spurious: found.fails(),
            ..about_to.clone()
        });
        Reading {
            made,
            found,
            is_needed,
            step,
        }
    }
}

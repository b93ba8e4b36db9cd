//! Executions that no interleaving shows: what atomic operations go by instead of the newest value.
//!
//! An operation that goes by an older value is done after the writing of a newer one, and comes before that in the graph of the
//! execution. That is needed only where it cannot be done earlier: where one of the newer values was written before something that
//! it comes after, or before the value that it goes by. Else the operation and what it comes after can be done before the first of
//! the newer values, which leads to the same graph with one such operation less. So each graph that the memory model allows has an
//! execution in which each such operation is needed, and only these are tried. What is needed depends on what happened before the
//! operation only, so steps that are independent change nothing in it.
//!
//! A graph can still be made in several ways: where one of two operations has to go by an older value, it can be either. So
//! executions are counted by their [`fingerprint`].

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use protocol::effects::Memory;
use protocol::{FRAMES, ObjectId, Reply, Step, StepId, TaskId};

use super::wakeup::Event;
use crate::coverage::IN_A_ROW;
use crate::dependence::{Order, Thing, Used, Uses, Way, order};
use crate::memory::{Choice, Clock, Graph};

/// What no interleaving shows of an execution.
pub(super) struct Weak {
    /// How else atomic operations could have been done, by the place of each.
    otherwise: Vec<(usize, Event)>,
    /// Whether others were left out that repeat what the task has just read.
    pub(super) repeats_left_out: bool,
    /// Whether the memory model allows what its operations went by.
    pub(super) is_allowed: bool,
    /// A number that executions with the same graph have in common.
    pub(super) fingerprint: u64,
}

impl Weak {
    /// Of an execution, with what its steps use, and what they are at another place.
    pub(super) fn of(reply: &Reply, used: &[Used], elsewhere: &[Event]) -> Weak {
        let graph = Graph::of(reply);
        let (ways, repeats_left_out) = otherwise(reply, used, &graph);
        let in_that_way = |(at, way): (usize, Way)| {
            let event = elsewhere[at].clone();
            (at, Event { way, ..event })
        };
        Weak {
            otherwise: ways.into_iter().map(in_that_way).collect(),
            repeats_left_out,
            is_allowed: is_allowed(reply, &graph),
            fingerprint: fingerprint(reply, used, &graph),
        }
    }

    /// How else atomic operations could have been done, from that place on.
    pub(super) fn otherwise(&self, from: usize) -> &[(usize, Event)] {
        let before = self.otherwise.iter().take_while(|(at, _)| *at < from);
        &self.otherwise[before.count()..]
    }
}

fn is_allowed(reply: &Reply, graph: &Graph) -> bool {
    let mut done = (0..).zip(&reply.steps);
    done.all(|(number, step)| {
        let read = step.weak(StepId::new(number));
        read.is_none_or(|read| graph.choices.iter().any(|choice| choice.read == read))
    })
}

/// In which other ways atomic operations could have been done, and whether others were left out that repeat what the task has just
/// read.
fn otherwise(reply: &Reply, used: &[Used], graph: &Graph) -> (Vec<(usize, Way)>, bool) {
    let places = places(used);
    let mut repeats = Repeats::default();
    let mut choices = graph.choices.iter().peekable();
    let mut sources = graph.sources.iter().peekable();
    let (mut ways, mut repeats_left_out) = (Vec::new(), false);
    for (number, step) in reply.steps.iter().enumerate() {
        let done = step.weak(StepId::at(number)).map(|_| Way::of(step));
        if let Some(at) = places.get(&number).filter(|_| done.is_some()) {
            ways.push((*at, Way::Steps));
        }
        while let Some(choice) = choices.next_if(|choice| choice.read.step.index() == number) {
            let way = Way::GoesBy(choice.read.into());
            let at = places.get(&number).copied();
            let is_another =
                |at: &usize| done != Some(way) && is_needed(*at, choice, used, &places);
            let at = at.filter(is_another);
            match repeats.has(step, choice) {
                true => repeats_left_out |= at.is_some(),
                false => ways.extend(at.map(|at| (at, way))),
            }
        }
        let source = sources.next_if(|(reader, _)| *reader == number);
        repeats.note(step, source.map(|(_, source)| *source));
    }
    (ways, repeats_left_out)
}

/// The place of each step among those that are used.
fn places(used: &[Used]) -> HashMap<usize, usize> {
    let steps = used.iter().enumerate();
    steps
        .filter_map(|(at, one)| Some((one.step?, at)))
        .collect()
}

/// Whether the operation cannot be done before all of the newer values are written.
pub(super) fn is_needed(
    at: usize,
    choice: &Choice,
    used: &[Used],
    places: &HashMap<usize, usize>,
) -> bool {
    let clock = |step: &usize| places.get(step).map(|at| &used[*at]);
    let after = |past: &Clock, writer: &Used| {
        let task = writer.task;
        past.of(task) >= writer.clock.of(task)
    };
    let source = choice.source.as_ref().and_then(clock);
    let mut over = choice.over.iter().filter_map(clock);
    choice.read.fails && choice.over.is_empty()
        || over.any(|writer| {
            after(&used[at].known, writer)
                || source.is_some_and(|source| after(&source.clock, writer))
        })
}

type Site = (TaskId, Option<ObjectId>, [u32; FRAMES]);

/// What each task has read in a row at each place, and how often.
#[derive(Default)]
struct Repeats(HashMap<Site, (Option<usize>, usize)>);

impl Repeats {
    fn site(step: &Step) -> Site {
        (step.task, step.object, step.frames)
    }

    /// Whether the task has read that so often.
    fn has(&self, step: &Step, choice: &Choice) -> bool {
        let known = self.0.get(&Repeats::site(step));
        known.is_some_and(|(source, count)| *source == choice.source && *count >= IN_A_ROW)
    }

    fn note(&mut self, step: &Step, source: Option<Option<usize>>) {
        if step.op.changes(step.succeeded) {
            self.0.retain(|(task, ..), _| *task != step.task);
        } else if let Some(source) = source {
            let known = self.0.entry(Repeats::site(step)).or_insert((source, 0));
            if known.0 != source {
                *known = (source, 0);
            }
            known.1 += 1;
        }
    }
}

/// A number that executions with the same graph have in common, and no others: what each task did, what its atomic operations
/// read, in which order each atomic was written, and the order of all other dependent steps.
fn fingerprint(reply: &Reply, used: &[Used], graph: &Graph) -> u64 {
    let places = places(used);
    let mut counts = vec![0_u32; reply.tasks.len()];
    let events: Vec<(TaskId, u32)> = used
        .iter()
        .map(|one| {
            let count = &mut counts[one.task.index()];
            *count += 1;
            (one.task, *count)
        })
        .collect();
    let event = |step: usize| places.get(&step).map(|at| events[*at]);
    let mut orders: Vec<Vec<_>> = graph
        .orders
        .iter()
        .map(|all| all.iter().map(|step| event(*step)).collect())
        .collect();
    orders.sort();
    let mut sources: Vec<_> = graph
        .sources
        .iter()
        .map(|(reader, source)| (event(*reader), source.map(event)))
        .collect();
    sources.sort();
    let clocks = clocks_but_for_atomics(reply, used);
    let steps = used.iter().zip(events).zip(clocks);
    let steps = steps.filter_map(|((one, event), clock)| {
        let step = &reply.steps[one.step?];
        let once = Some(Way::of(step)).filter(|way| way.is_used_once());
        Some((event, step.op as u8, step.succeeded, once, clock))
    });
    let mut steps: Vec<_> = steps.collect();
    steps.sort();
    let mut hasher = DefaultHasher::new();
    (steps, sources, orders).hash(&mut hasher);
    hasher.finish()
}

/// What happened before each step, and itself, by the order of all dependent steps but those that use the same atomic.
fn clocks_but_for_atomics(reply: &Reply, used: &[Used]) -> Vec<Clock> {
    let tasks = reply.tasks.len();
    let mut own = vec![Clock::default(); tasks];
    let mut past: Vec<(Uses, Clock)> = Vec::new();
    let mut clocks = Vec::new();
    for one in used {
        let step = one.step.map(|step| &reply.steps[step]);
        let is_atomic = step.is_some_and(|step| step.op.effects().memory == Some(Memory::Atomic));
        let counts = |thing: Thing| match thing {
            Thing::Object(_) | Thing::Common(..) => !is_atomic,
            Thing::SeqCst | Thing::SeqCstOf(_) => false,
            _ => true,
        };
        let uses: Uses = one
            .uses
            .iter()
            .filter(|one| counts(one.thing))
            .copied()
            .collect();
        let mut clock = own[one.task.index()].clone();
        for (_, before) in past
            .iter()
            .filter(|(before, _)| order(before, &uses) != Order::Any)
        {
            clock.join(before);
        }
        clock.tick(one.task);
        own[one.task.index()].clone_from(&clock);
        if step.is_some() {
            past.push((uses, clock.clone()));
        }
        clocks.push(clock);
    }
    clocks
}

//! An execution as the search sees it: its steps, what each uses, and its reversible races.

mod readings;
mod reversal;

use std::collections::BTreeSet;

use protocol::effects::{LockChange, LockPlace};
use protocol::{ObjectId, Op, Reply, Step, TaskId, TaskSet};

use super::awaiting::{Awaiting, Reader};
use super::names::{Names, renamed};
use super::waiting::{Found, Loops};
use super::wakeup::{Counts, Event, Move, Sequence};
use super::weak::Weak;
use crate::dependence::{self, Access, Loads, Plain, Thing, Use, Used, Way};
use crate::freedom::Freedom;
use crate::memory::Clock;
pub(super) use readings::Reading;

/// The steps of an execution, and what its tasks were about to do at the end.
pub(super) struct Trace<'a> {
    reply: &'a Reply,
    awaiting: &'a Awaiting<'a>,
    loops: &'a Loops,
    used: Vec<Used>,
    events: Vec<Event>,
    /// The same steps, as they may turn out at another place.
    elsewhere: Vec<Event>,
    /// How else tasks could have gone on.
    others: Vec<Later>,
    weak: Option<Weak>,
    /// Whose steps they are.
    tasks: TaskSet,
    /// How many of the steps were done.
    done: usize,
    /// The tasks that spun at some time.
    spinning: TaskSet,
}

/// What a task did, or could have done: a later one of two steps.
#[derive(Clone)]
struct Later {
    event: Event,
    /// The place of what the task did instead, or of this itself.
    at: usize,
    /// It can only be done before that step: instead of it, or because its process ends there.
    before: Option<usize>,
}

/// Two steps whose order can be changed.
pub(super) struct Race {
    /// The place of the earlier one.
    pub(super) earlier: usize,
    /// What can be done there instead: all that does not come after the earlier one, and then the later one.
    pub(super) instead: Sequence,
}

impl<'a> Trace<'a> {
    pub(super) fn of(
        (awaiting, loops): (&'a Awaiting<'a>, &'a Loops),
        plain: Plain,
        freedoms: &BTreeSet<Freedom>,
        names: &mut Names,
    ) -> Trace<'a> {
        let reply: &Reply = &awaiting.reply;
        let is_free = |step: &Step| Way::of(step).is_used_once();
        let (none, is_used_up) = (BTreeSet::new(), reply.steps.iter().any(is_free));
        let once = if is_used_up { &none } else { freedoms };
        let used = dependence::used(reply, plain, Loads::Newest, once);
        let names = names.in_execution(reply);
        let event = |task, way, uses: &[Use]| Event {
            task,
            way,
            uses: uses.iter().map(|one| renamed(*one, &names)).collect(),
            counts: None,
        };
        let events = used.iter().map(|one| {
            let step = one.step.and_then(|number| reply.steps.get(number));
            let event = event(one.task, step.map_or(Way::Steps, Way::of), &one.uses);
            Event {
                counts: step.and_then(|step| counts(step, &event.uses)),
                ..event
            }
        });
        let events: Vec<Event> = events.collect();
        let elsewhere = used.iter().zip(&events).map(|(one, as_it_was)| {
            let other = one.elsewhere.as_ref();
            other.map_or_else(
                || as_it_was.clone(),
                |uses| event(one.task, Way::Steps, uses),
            )
        });
        let elsewhere: Vec<Event> = elsewhere.collect();
        let spinning = reply
            .steps
            .iter()
            .fold(TaskSet::EMPTY, |all, step| all | step.spinning);
        let last = reply.pending.iter().filter(|pending| pending.spinning);
        let mut trace = Trace {
            reply,
            awaiting,
            loops,
            weak: freedoms
                .contains(&Freedom::StaleRead)
                .then(|| Weak::of(reply, &used, &elsewhere)),
            events,
            elsewhere,
            others: Vec::new(),
            tasks: used.iter().map(|one| one.task).collect(),
            done: used.iter().filter(|one| one.step.is_some()).count(),
            spinning: spinning | last.map(|pending| pending.task).collect(),
            used,
        };
        let others = trace.used.iter().enumerate().flat_map(|(at, one)| {
            let before = trace.end_for(at);
            let otherwise = one.otherwise.iter();
            otherwise.map(move |(way, uses)| (at, before, one.task, *way, uses))
        });
        let others = others.map(|(at, before, task, way, uses)| Later {
            event: event(task, way, uses),
            at,
            before,
        });
        trace.others = others.collect();
        trace
    }

    /// What no interleaving shows of it, where that counts.
    pub(super) fn weak(&self) -> Option<&Weak> {
        self.weak.as_ref()
    }

    /// The step that takes away what else could have been done there: what was done, or the end of the process.
    fn end_for(&self, at: usize) -> Option<usize> {
        if at < self.done {
            return Some(at);
        }
        let process = |task: TaskId| self.reply.tasks[task.index()].process;
        let life = Thing::LifeOf(process(self.used[at].task));
        let ends = |one: &Use| one.thing == life && one.access == Access::Write;
        self.events[..self.done]
            .iter()
            .position(|event| event.uses.iter().any(ends))
    }

    /// The number of steps.
    pub(super) fn len(&self) -> usize {
        self.done
    }

    /// The tasks that can do something new at that step.
    pub(super) fn able(&self, at: usize) -> TaskSet {
        let step = self.step(at);
        let able = step.map_or(TaskSet::EMPTY, |step| step.enabled - step.spinning);
        able - self.waiting(at)
    }

    /// The tasks that would read in vain at that step.
    fn waiting(&self, at: usize) -> TaskSet {
        if self.awaiting.is_empty() {
            return TaskSet::EMPTY;
        }
        let before: Vec<usize> = (0..at).collect();
        let mut seen = TaskSet::EMPTY;
        let mut waiting = TaskSet::EMPTY;
        for next in at..self.used.len() {
            let task = self.task(next);
            if seen.contains(task) {
                continue;
            }
            seen.insert(task);
            if let Some(reader) = self.reader(next)
                && self.is_vain(reader, next, &before) == Some(true)
            {
                waiting.insert(task);
            }
        }
        waiting
    }

    /// Whether the read would be in vain after these steps, where that is known.
    fn is_vain(&self, reader: Reader, at: usize, before: &[usize]) -> Option<bool> {
        let (op, [object, _]) = self.op(at);
        let found = self.value(op, object?, before)?;
        self.loops.is_vain(reader.state, found)
    }

    /// What such an operation would find there after these steps, where that is known: the newest value.
    pub(super) fn value(&self, op: Op, object: ObjectId, before: &[usize]) -> Option<Found> {
        if op == Op::TryLock {
            let is_free = self.is_free(Some(object), before.iter().copied());
            return Some(Found::new(is_free.into()));
        }
        let mut back = before.iter().rev().filter_map(|at| self.step(*at));
        let is_change = |step: &&Step| {
            step.object == Some(object) && step.op.changes(step.succeeded) && !step.stale
        };
        match back.find(is_change) {
            Some(change) => change.written.map(Found::new),
            None => self.awaiting.initial(object),
        }
    }

    /// Whether it is known what such an operation would find there behind that change.
    pub(super) fn tells(&self, change: usize, op: Op, object: ObjectId) -> bool {
        let is_told = |step: &Step| {
            step.object == Some(object) && step.found.is_some() && step.written.is_some()
        };
        op == Op::TryLock || self.step(change).is_some_and(is_told)
    }

    /// Whether what is read there was used before as plain memory, or together with other bytes, or others count its owners: these steps
    /// commute, so what is found between them is not known.
    pub(super) fn is_shared_otherwise(&self, object: ObjectId, at: usize) -> bool {
        let counts = |one: &Use| one.thing == Thing::Object(object) && one.access == Access::Count;
        if self.used.iter().any(|one| one.uses.iter().any(counts)) {
            return true;
        }
        let mut others = BTreeSet::new();
        for one in &self.used[at].uses {
            if let Thing::Common(one, other) = one.thing {
                others.extend([one, other]);
            }
        }
        others.remove(&object);
        let uses_others = |step: &Step| step.object.is_some_and(|object| others.contains(&object));
        let is_plain = |step: &Step| step.op.is_plain() && step.object == Some(object);
        let end = self.used[at].step.unwrap_or(self.reply.steps.len());
        let mut before = self.reply.steps[..end].iter();
        before.any(|step| is_plain(step) || uses_others(step))
    }

    /// The reads in loops that wait, those that tasks are about to do at the end as well.
    pub(super) fn readers(&self) -> impl Iterator<Item = (usize, Reader)> {
        (0..self.used.len()).filter_map(|at| Some((at, self.reader(at)?)))
    }

    /// The reader at that step, if it is a read in a loop that waits.
    fn reader(&self, at: usize) -> Option<Reader> {
        match self.used[at].step {
            Some(step) => self.awaiting.at(step),
            None => self.awaiting.at_end(self.used[at].task),
        }
    }

    pub(super) fn task(&self, at: usize) -> TaskId {
        self.used[at].task
    }

    pub(super) fn used(&self, at: usize) -> &Used {
        &self.used[at]
    }

    /// Up to where what was to be done at the end could have been done; of what was done, its own place.
    pub(super) fn end_of(&self, at: usize) -> usize {
        match at < self.done {
            true => at,
            false => self.end_for(at).unwrap_or(self.done),
        }
    }

    /// Whether the task could go on like this at that step, with something new.
    pub(super) fn is_able(&self, at: usize, one: Move) -> bool {
        one.way != Way::Steps || self.able(at).contains(one.task)
    }

    pub(super) fn event(&self, at: usize) -> Event {
        self.events[at].clone()
    }

    fn step(&self, at: usize) -> Option<&Step> {
        self.reply.steps.get(self.used[at].step?)
    }

    /// What was done there, or was to be done at the end.
    pub(super) fn op(&self, at: usize) -> (Op, [Option<ObjectId>; 2]) {
        if let Some(step) = self.step(at) {
            return (step.op, [step.object, step.second]);
        }
        let task = self.used[at].task;
        let mut pending = self.reply.pending.iter().chain(&self.reply.cut_off);
        let pending = pending.find(|pending| pending.task == task);
        pending.map_or((Op::Begin, [None; 2]), |pending| {
            (pending.op, [pending.object, pending.second])
        })
    }

    /// Whether the one happens before the other, a later one.
    pub(super) fn is_before(&self, one: usize, other: &Clock) -> bool {
        let task = self.used[one].task;
        other.of(task) >= self.used[one].clock.of(task)
    }

    /// All pairs of steps that could be the other way round, and what could have been done instead of a step.
    pub(super) fn races(&self) -> Vec<Race> {
        let all = (0..self.used.len()).map(|at| match self.events[at].way {
            // What it goes by earlier is found there.
            Way::GoesBy(_) => Later {
                event: Event {
                    way: Way::Steps,
                    ..self.event(at)
                },
                at,
                before: None,
            },
            _ => Later {
                event: self.event(at),
                at,
                before: if at < self.done {
                    None
                } else {
                    self.end_for(at)
                },
            },
        });
        let mut races: Vec<Race> = all.flat_map(|later| self.races_of(&later)).collect();
        for other in &self.others {
            if !self.can_be_instead(other) {
                races.extend(self.races_of(other));
                continue;
            }
            races.push(Race {
                earlier: other.at.min(self.done),
                instead: Sequence::new(vec![other.event.clone()]),
            });
            races.extend(self.behind_others(other));
        }
        races
    }

    /// Whether the execution could have gone on otherwise at its end.
    pub(super) fn goes_on_otherwise(&self) -> bool {
        let mut others = self.others.iter();
        others.any(|other| other.at >= self.done && self.can_be_instead(other))
    }

    /// Whether the mutex is free after these steps.
    fn is_free(&self, mutex: Option<ObjectId>, steps: impl Iterator<Item = usize>) -> bool {
        let steps = steps.filter_map(|at| self.step(at));
        let changes = steps.filter_map(|step| {
            let lock = step.op.effects().lock?;
            let object = match lock.place {
                LockPlace::OfCondvar => step.second,
                LockPlace::Memory | LockPlace::File => step.object,
            };
            (object == mutex).then(|| match lock.change {
                LockChange::Release => -1,
                LockChange::Acquire | LockChange::TryAcquire => {
                    i32::from(lock.is_acquired(step.succeeded))
                }
            })
        });
        changes.sum::<i32>() == 0
    }
}

/// How the step changes a number of owners, if it commutes with others that do.
fn counts(step: &Step, uses: &[Use]) -> Option<Counts> {
    let one = uses.iter().find(|one| one.access == Access::Count)?;
    Some(Counts {
        owners: one.thing,
        before: step.found?,
        left: step.written?,
    })
}

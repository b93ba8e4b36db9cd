//! An execution as the search sees it: its steps, what each uses, and its reversible races.

use protocol::effects::{LockChange, LockPlace, Until};
use protocol::{ObjectId, Op, Reply, Step, TaskSet};

use super::names::{Names, renamed};
use super::wakeup::{Event, Sequence};
use crate::dependence::{self, Clock, Loads, Order, Plain, Used};

/// The steps of an execution, and what its tasks were about to do at the end.
pub(super) struct Trace<'a> {
    reply: &'a Reply,
    used: Vec<Used>,
    events: Vec<Event>,
    /// How many of them were done.
    done: usize,
    /// The tasks that spun at some time.
    spinning: TaskSet,
}

/// Two steps whose order can be changed.
pub(super) struct Race {
    /// The place of the earlier one.
    pub(super) earlier: usize,
    /// What can be done there instead: all that does not come after the earlier one, and then the later one.
    pub(super) instead: Sequence,
}

/// Whether a step can be done earlier than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chance {
    Sure,
    Unknown,
    None,
}

impl<'a> Trace<'a> {
    pub(super) fn of(reply: &'a Reply, plain: Plain, names: &mut Names) -> Trace<'a> {
        let used = dependence::used(reply, plain, Loads::Newest);
        let names = names.in_execution(reply);
        let events = used.iter().map(|one| Event {
            task: one.task,
            uses: one.uses.iter().map(|one| renamed(*one, &names)).collect(),
        });
        let spinning = reply
            .steps
            .iter()
            .fold(TaskSet::EMPTY, |all, step| all | step.spinning);
        let last = reply.pending.iter().filter(|pending| pending.spinning);
        Trace {
            reply,
            events: events.collect(),
            done: used.iter().filter(|one| one.step.is_some()).count(),
            spinning: spinning | last.map(|pending| pending.task).collect(),
            used,
        }
    }

    /// The number of steps.
    pub(super) fn len(&self) -> usize {
        self.done
    }

    /// Who can do something new at that step.
    pub(super) fn able(&self, at: usize) -> TaskSet {
        let step = self.step(at);
        step.map_or(TaskSet::EMPTY, |step| step.enabled - step.spinning)
    }

    pub(super) fn event(&self, at: usize) -> Event {
        self.events[at].clone()
    }

    fn step(&self, at: usize) -> Option<&Step> {
        self.reply.steps.get(self.used[at].step?)
    }

    /// What was done there, or was to be done at the end.
    fn op(&self, at: usize) -> (Op, [Option<ObjectId>; 2]) {
        if let Some(step) = self.step(at) {
            return (step.op, [step.object, step.second]);
        }
        let task = self.used[at].task;
        let mut pending = self.reply.pending.iter();
        let pending = pending.find(|pending| pending.task == task);
        pending.map_or((Op::Begin, [None; 2]), |pending| {
            (pending.op, [pending.object, pending.second])
        })
    }

    /// Whether the one happens before the other, a later one.
    fn is_before(&self, one: usize, other: &Clock) -> bool {
        let task = self.used[one].task.index();
        other[task] >= self.used[one].clock[task]
    }

    fn order(&self, one: usize, other: usize) -> Order {
        dependence::order(&self.used[one].uses, &self.used[other].uses)
    }

    /// All pairs of steps that could be the other way round.
    pub(super) fn races(&self) -> Vec<Race> {
        let all = 0..self.used.len();
        all.flat_map(|later| self.races_of(later)).collect()
    }

    /// The pairs with this later step, with no step between them that could come after it, too, and keeps them in order.
    fn races_of(&self, later: usize) -> Vec<Race> {
        let known = &self.used[later].known;
        let mut found: Vec<usize> = Vec::new();
        let mut races = Vec::new();
        for earlier in (0..later.min(self.len())).rev() {
            let is_ordered = self.used[earlier].task == self.used[later].task
                || self.is_before(earlier, known)
                || found
                    .iter()
                    .any(|between| self.is_before(earlier, &self.used[*between].clock));
            if is_ordered || self.order(earlier, later) != Order::Reversible {
                continue;
            }
            let between = self.independent(earlier, later);
            let chance = self.chance(earlier, &between, later);
            let events = between.iter().copied().chain([later]);
            let instead = Sequence::new(events.map(|at| self.event(at)).collect());
            match chance {
                Chance::Sure => {
                    found.push(earlier);
                    races.push(Race { earlier, instead });
                }
                Chance::Unknown => races.push(Race {
                    earlier,
                    instead: instead.doubtful_from(earlier),
                }),
                Chance::None => {}
            }
        }
        races
    }

    /// The steps behind the earlier one that do not come after it in any order, without the later one.
    fn independent(&self, earlier: usize, later: usize) -> Vec<usize> {
        let behind = earlier + 1..self.len();
        behind
            .filter(|at| *at != later && !self.is_before(earlier, &self.used[*at].clock))
            .collect()
    }

    /// Whether the later step can be done in place of the earlier one, after these.
    fn chance(&self, earlier: usize, between: &[usize], later: usize) -> Chance {
        let task = self.used[later].task;
        let (op, objects) = self.op(later);
        let is_as_before = between
            .iter()
            .all(|at| self.used[*at].task != task && self.order(*at, later) == Order::Any);
        let spun = self.spinning.contains(task);
        let is_free = |lock| self.is_free(lock, (0..earlier).chain(between.iter().copied()));
        match op.effects().waits {
            None if !spun => Chance::Sure,
            Some(Until::Free) if !is_free(objects[0]) => Chance::None,
            Some(Until::Free) if !spun => Chance::Sure,
            Some(Until::Notified | Until::CondvarFree) if !is_free(objects[1]) => Chance::None,
            // What holds for the task has not changed since then.
            _ if is_as_before && (!spun || between.is_empty()) => {
                match self.able(earlier).contains(task) {
                    true => Chance::Sure,
                    false => Chance::None,
                }
            }
            _ => Chance::Unknown,
        }
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

//! An execution as the search sees it: its steps, what each uses, and its reversible races.

use std::collections::BTreeSet;

use protocol::effects::{LockChange, LockPlace, Until};
use protocol::{End, ObjectId, Op, Pending, Reply, Step, TaskId, TaskSet};

use super::names::{Names, renamed};
use super::wakeup::{Counts, Event, Move, Sequence};
use super::weak::Weak;
use crate::dependence::{self, Access, Loads, Order, Plain, Thing, Use, Used, Way};
use crate::freedom::Freedom;
use crate::memory::Clock;

/// The steps of an execution, and what its tasks were about to do at the end.
pub(super) struct Trace<'a> {
    reply: &'a Reply,
    used: Vec<Used>,
    events: Vec<Event>,
    /// The same steps, as they may turn out at another place.
    elsewhere: Vec<Event>,
    /// How else tasks could have gone on.
    others: Vec<Later>,
    weak: Option<Weak>,
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

/// Whether a step can be done earlier than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chance {
    Sure,
    Unknown,
    None,
}

impl<'a> Trace<'a> {
    pub(super) fn of(
        reply: &'a Reply,
        plain: Plain,
        freedoms: &BTreeSet<Freedom>,
        names: &mut Names,
    ) -> Trace<'a> {
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
            weak: freedoms
                .contains(&Freedom::StaleRead)
                .then(|| Weak::of(reply, &used, &elsewhere)),
            events,
            elsewhere,
            others: Vec::new(),
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

    /// Who can do something new at that step.
    pub(super) fn able(&self, at: usize) -> TaskSet {
        let step = self.step(at);
        step.map_or(TaskSet::EMPTY, |step| step.enabled - step.spinning)
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
    fn op(&self, at: usize) -> (Op, [Option<ObjectId>; 2]) {
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
    fn is_before(&self, one: usize, other: &Clock) -> bool {
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

    /// What could have been done instead of a step, but after all that did not need that step. Where what was done is
    /// independent of these, that it was tried before them says nothing of what could have been done instead.
    fn behind_others(&self, other: &Later) -> Option<Race> {
        if other.at >= self.done {
            return None;
        }
        let between = self.independent(other.at, other);
        let depends = |at: &usize| self.events[*at].depends_on(&other.event);
        if !between.iter().any(depends) {
            return None;
        }
        self.race(other.at, &between, other)
    }

    /// Another way to do the operation that was done there, after all steps that do not come after that.
    pub(super) fn behind_independent(&self, at: usize, way: &Event) -> Option<Sequence> {
        let later = Later {
            event: way.clone(),
            at,
            before: None,
        };
        let between = self.independent(at, &later);
        let race = self.race(at, &between, &later)?;
        (!between.is_empty()).then_some(race.instead)
    }

    /// The later step in place of the earlier one, after these, unless that cannot be.
    fn race(&self, earlier: usize, between: &[usize], later: &Later) -> Option<Race> {
        let events = between.iter().map(|at| self.event(*at));
        let last = match later.event.way {
            Way::Steps => Event {
                way: Way::Steps,
                ..self.elsewhere[later.at].clone()
            },
            _ => later.event.clone(),
        };
        let instead = Sequence::new(events.chain([last]).collect());
        let instead = match self.chance(earlier, between, later) {
            Chance::Sure => instead,
            Chance::Unknown => instead.doubtful_from(earlier),
            Chance::None => return None,
        };
        Some(Race { earlier, instead })
    }

    /// Whether the execution could have gone on otherwise at its end.
    pub(super) fn goes_on_otherwise(&self) -> bool {
        let mut others = self.others.iter();
        others.any(|other| other.at >= self.done && self.can_be_instead(other))
    }

    /// Whether that could have been done at the place of what was done.
    fn can_be_instead(&self, other: &Later) -> bool {
        let is_able = |wakeable: TaskSet, killable: TaskSet| match other.event.way {
            Way::Steps | Way::GoesBy(_) => false,
            Way::WakesSpuriously => wakeable.contains(other.event.task),
            Way::IsKilled => killable.contains(other.event.task),
        };
        if let Some(step) = self.step(other.at) {
            return is_able(step.wakeable, step.killable);
        }
        let those = |can: fn(&Pending) -> bool| -> TaskSet {
            let pending = self.reply.pending.iter().filter(|pending| can(pending));
            pending.map(|pending| pending.task).collect()
        };
        matches!(self.reply.end, End::Deadlock | End::Livelock)
            && is_able(those(|one| one.wakeable), those(|one| one.killable))
    }

    /// The pairs with this later step, with no step between them that could come after it, too, and keeps them in order.
    fn races_of(&self, later: &Later) -> Vec<Race> {
        let known = &self.used[later.at].known;
        let mut found: Vec<usize> = Vec::new();
        let mut races = Vec::new();
        let behind = match later.before {
            Some(end) if later.at >= self.done => end + 1,
            _ => later.at.min(self.done),
        };
        for earlier in (0..behind).rev() {
            let is_ordered = self.used[earlier].task == later.event.task
                || self.is_before(earlier, known)
                || found
                    .iter()
                    .any(|between| self.is_before(earlier, &self.used[*between].clock));
            let order = || dependence::order(&self.events[earlier].uses, &later.event.uses);
            if is_ordered || order() != Order::Reversible {
                continue;
            }
            let between = self.independent(earlier, later);
            if let Some(race) = self.race(earlier, &between, later) {
                if !race.instead.is_doubtful() {
                    found.push(earlier);
                }
                races.push(race);
            }
        }
        races
    }

    /// The steps behind the earlier one that do not come after it in any order, without the later one.
    fn independent(&self, earlier: usize, later: &Later) -> Vec<usize> {
        let behind = earlier + 1..self.len();
        let is_after = |one: usize, at: usize| self.is_before(one, &self.used[at].clock);
        let is_too_late = |at: usize| later.before.is_some_and(|end| is_after(end, at));
        behind
            .filter(|at| *at != later.at && !is_after(earlier, *at) && !is_too_late(*at))
            .collect()
    }

    /// Whether the later step can be done in place of the earlier one, after these.
    fn chance(&self, earlier: usize, between: &[usize], later: &Later) -> Chance {
        let task = later.event.task;
        let (op, objects) = self.op(later.at);
        let depends = |at: usize| self.events[at].depends_on(&later.event);
        let is_as_before = between.iter().all(|at| !depends(*at));
        let spun = self.spinning.contains(task);
        let is_free = |lock| self.is_free(lock, (0..earlier).chain(between.iter().copied()));
        match (later.event.way, op.effects().waits) {
            (Way::IsKilled, _) => Chance::Sure,
            (Way::WakesSpuriously, _) if !is_free(objects[1]) => Chance::None,
            (Way::WakesSpuriously, _) => {
                let wakeable = self.step(earlier).map(|step| step.wakeable);
                match wakeable.is_some_and(|those| those.contains(task)) && is_as_before {
                    true => Chance::Sure,
                    false => Chance::Unknown,
                }
            }
            (_, None) if !spun => Chance::Sure,
            (_, Some(Until::Free)) if !is_free(objects[0]) => Chance::None,
            (_, Some(Until::Free)) if !spun => Chance::Sure,
            (_, Some(Until::Notified | Until::CondvarFree)) if !is_free(objects[1]) => Chance::None,
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

/// How the step changes a number of owners, if it commutes with others that do.
fn counts(step: &Step, uses: &[Use]) -> Option<Counts> {
    let one = uses.iter().find(|one| one.access == Access::Count)?;
    Some(Counts {
        owners: one.thing,
        before: step.found?,
        left: step.written?,
    })
}

//! Which steps of an execution could have come in another order, and what could have been done instead.

use protocol::effects::Until;
use protocol::{End, Pending, TaskSet};

use super::super::wakeup::{Event, Sequence};
use super::{Later, Race, Trace};
use crate::dependence::{self, Order, Way};

/// Whether a step can be done earlier than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chance {
    Sure,
    Unknown,
    None,
}

impl Trace<'_> {
    /// What could have been done instead of a step, but after all that did not need that step. Where what was done is
    /// independent of these, that it was tried before them says nothing of what could have been done instead.
    pub(super) fn behind_others(&self, other: &Later) -> Option<Race> {
        if other.at >= self.done {
            return None;
        }
        let between = self.independent(other.at, other)?;
        let depends = |at: &usize| self.events[*at].depends_on(&other.event);
        if !between.iter().any(depends) {
            return None;
        }
        self.race(other.at, &between, other)
    }

    /// Another way to do the operation that was done there, after all steps that do not come after that.
    pub(in super::super) fn behind_independent(&self, at: usize, way: &Event) -> Option<Sequence> {
        let later = Later {
            event: way.clone(),
            at,
            before: None,
        };
        let between = self.independent(at, &later)?;
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

    /// Whether that could have been done at the place of what was done.
    pub(super) fn can_be_instead(&self, other: &Later) -> bool {
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
    pub(super) fn races_of(&self, later: &Later) -> Vec<Race> {
        let known = &self.used[later.at].known;
        let mut found: Vec<usize> = Vec::new();
        let mut races = Vec::new();
        let behind = match later.before {
            Some(end) if later.at >= self.done => end + 1,
            _ => later.at.min(self.done),
        };
        // Those of whose steps not all that are left are known to it.
        let mut others = self.tasks;
        others.remove(later.event.task);
        for earlier in (0..behind).rev() {
            let task = self.used[earlier].task;
            if others.contains(task) && self.is_before(earlier, known) {
                others.remove(task);
            }
            if others.is_empty() {
                break;
            }
            let is_ordered = !others.contains(task)
                || found
                    .iter()
                    .any(|between| self.is_before(earlier, &self.used[*between].clock));
            let order = || dependence::order(&self.events[earlier].uses, &later.event.uses);
            if is_ordered || order() != Order::Reversible {
                continue;
            }
            let Some(between) = self.independent(earlier, later) else {
                continue;
            };
            if let Some(race) = self.race(earlier, &between, later) {
                if !race.instead.is_doubtful() {
                    found.push(earlier);
                }
                races.push(race);
            }
        }
        races
    }

    /// The steps behind the earlier one that do not come after it in any order, without the later one. `None` if they do not lead to
    /// the later one.
    fn independent(&self, earlier: usize, later: &Later) -> Option<Vec<usize>> {
        let is_after = |one: usize, at: usize| self.is_before(one, &self.used[at].clock);
        let is_too_late = |at: usize| later.before.is_some_and(|end| is_after(end, at));
        let mut between = Vec::new();
        // Without the earlier one, their tasks only spin.
        let mut vain: Vec<usize> = Vec::new();
        for at in earlier + 1..self.len() {
            if at == later.at || is_after(earlier, at) || is_too_late(at) {
                continue;
            }
            let follows_vain = vain.iter().any(|one| is_after(*one, at));
            match follows_vain || self.still_spins(at, earlier, &between) {
                true => vain.push(at),
                false => between.push(at),
            }
        }
        let known = &self.used[later.at].known;
        let is_possible = !vain.iter().any(|one| self.is_before(*one, known));
        is_possible.then_some(between)
    }

    /// Whether the task of a step would spin there, if only these came before it instead of the earlier one.
    fn still_spins(&self, at: usize, earlier: usize, before: &[usize]) -> bool {
        let task = self.task(at);
        let spun = self
            .step(earlier)
            .is_some_and(|step| step.spinning.contains(task));
        let changes = |at: &usize| {
            let step = self.step(*at);
            step.is_some_and(|step| step.task != task && step.op.changes(step.succeeded))
        };
        spun && !before.iter().any(changes)
    }

    /// Whether the later step can be done in place of the earlier one, after these.
    fn chance(&self, earlier: usize, between: &[usize], later: &Later) -> Chance {
        let task = later.event.task;
        let (op, objects) = self.op(later.at);
        let depends = |at: usize| self.events[at].depends_on(&later.event);
        let is_as_before = between.iter().all(|at| !depends(*at));
        let spun = self.spinning.contains(task);
        if let Some(reader) = self
            .reader(later.at)
            .filter(|_| later.event.way == Way::Steps)
        {
            let before: Vec<usize> = (0..earlier).chain(between.iter().copied()).collect();
            match self.is_vain(reader, later.at, &before) {
                Some(true) if self.can_read_otherwise((later.at, reader), &before) => {
                    return Chance::Unknown;
                }
                Some(true) => return Chance::None,
                Some(false) => {}
                None => return Chance::Unknown,
            }
        }
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
}

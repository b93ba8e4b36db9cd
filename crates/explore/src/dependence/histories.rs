//! What has happened to each thing.

use std::collections::BTreeMap;

use protocol::{Reply, TaskId};

use super::uses::{Access, Role, Thing};
use crate::memory::Clock;

/// One use of a thing, in the past.
pub(super) struct Past {
    pub(super) step: usize,
    pub(super) task: TaskId,
    /// The task's own time then.
    pub(super) time: u32,
    pub(super) access: Access,
    pub(super) role: Role,
}

/// The past of one thing.
#[derive(Default)]
pub(super) struct History {
    pub(super) past: Vec<Past>,
    /// What is known by those who have used it so, for each access.
    clocks: [Clock; Access::ALL.len()],
    /// For each access, whether any use was one.
    used: [bool; Access::ALL.len()],
}

impl History {
    /// What is known by those who have used it so, if any has.
    pub(super) fn clock(&self, access: Access) -> Option<&Clock> {
        let at = access as usize;
        self.used[at].then(|| &self.clocks[at])
    }

    /// A task that knows so much uses it so.
    pub(super) fn use_by(&mut self, access: Access, clock: &Clock) {
        let at = access as usize;
        self.used[at] = true;
        self.clocks[at].join(clock);
    }
}

/// Those of all things.
pub(super) struct Histories {
    /// Of the objects, then of the lives of processes, then of the execution.
    in_place: Vec<History>,
    objects: usize,
    others: BTreeMap<Thing, History>,
}

impl Histories {
    pub(super) fn new(reply: &Reply) -> Histories {
        let objects = reply.objects.len();
        let count = objects + reply.processes.len() + 1;
        Histories {
            in_place: (0..count).map(|_| History::default()).collect(),
            objects,
            others: BTreeMap::new(),
        }
    }

    /// The most frequent things have a place: the execution the last one.
    fn place(&self, thing: Thing) -> Option<usize> {
        let last = self.in_place.len() - 1;
        match thing {
            Thing::Object(id) => Some(id.index()).filter(|at| *at < self.objects),
            Thing::LifeOf(id) => Some(self.objects + id.index()).filter(|at| *at < last),
            Thing::Execution => Some(last),
            Thing::Common(..)
            | Thing::Receiver(_)
            | Thing::Numbers
            | Thing::Freedom
            | Thing::SeqCst
            | Thing::SeqCstOf(_) => None,
        }
    }

    pub(super) fn of(&self, thing: Thing) -> Option<&History> {
        match self.place(thing) {
            Some(at) => self.in_place.get(at),
            None => self.others.get(&thing),
        }
    }

    pub(super) fn of_mut(&mut self, thing: Thing) -> &mut History {
        match self.place(thing) {
            Some(at) => &mut self.in_place[at],
            None => self.others.entry(thing).or_default(),
        }
    }
}

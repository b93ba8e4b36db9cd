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
    pub(super) clocks: [Clock; Access::ALL.len()],
}

/// Those of all things. The most frequent ones have a place of their own.
pub(super) struct Histories {
    objects: Vec<History>,
    lives: Vec<History>,
    execution: History,
    others: BTreeMap<Thing, History>,
}

impl Histories {
    pub(super) fn new(reply: &Reply) -> Histories {
        let none = |count| (0..count).map(|_| History::default()).collect();
        Histories {
            objects: none(reply.objects.len()),
            lives: none(reply.processes.len()),
            execution: History::default(),
            others: BTreeMap::new(),
        }
    }

    pub(super) fn of(&self, thing: Thing) -> Option<&History> {
        let in_place = match thing {
            Thing::Object(id) => self.objects.get(id.index()),
            Thing::LifeOf(id) => self.lives.get(id.index()),
            Thing::Execution => Some(&self.execution),
            Thing::Common(..)
            | Thing::Receiver(_)
            | Thing::Numbers
            | Thing::Freedom
            | Thing::SeqCst
            | Thing::SeqCstOf(_) => None,
        };
        in_place.or_else(|| self.others.get(&thing))
    }

    pub(super) fn of_mut(&mut self, thing: Thing) -> &mut History {
        let in_place = match thing {
            Thing::Object(id) => self.objects.get_mut(id.index()),
            Thing::LifeOf(id) => self.lives.get_mut(id.index()),
            Thing::Execution => Some(&mut self.execution),
            Thing::Common(..)
            | Thing::Receiver(_)
            | Thing::Numbers
            | Thing::Freedom
            | Thing::SeqCst
            | Thing::SeqCstOf(_) => None,
        };
        in_place.unwrap_or_else(|| self.others.entry(thing).or_default())
    }
}

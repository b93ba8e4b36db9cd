//! Which lock guards which memory, as far as an execution shows it. Pure.

use std::collections::{HashMap, HashSet};

use protocol::effects::LockPlace;
use protocol::{ObjectId, Op, Reply, TaskId};

/// For memory that is used under one lock only, that lock: it is held at each access.
pub(super) struct Guards {
    all: HashMap<ObjectId, ObjectId>,
    /// The locks whose values are known by their places.
    placed: HashSet<ObjectId>,
}

impl Guards {
    /// Those of one execution.
    pub(super) fn of(reply: &Reply) -> Guards {
        let mut held: HashSet<(TaskId, ObjectId)> = HashSet::new();
        let mut guards: HashMap<ObjectId, HashSet<ObjectId>> = HashMap::new();
        for step in &reply.steps {
            if let Some(lock) = step.op.effects().lock {
                let object = match lock.place {
                    LockPlace::Memory => step.object,
                    LockPlace::OfCondvar => step.second,
                    LockPlace::File => None,
                };
                if let Some(object) = object {
                    held.remove(&(step.task, object));
                    if lock.is_acquired(step.succeeded) {
                        held.insert((step.task, object));
                    }
                }
            }
            if let Some(object) = step
                .object
                .filter(|_| step.op.is_plain() && step.op != Op::Free)
            {
                let own = held.iter().filter(|(task, _)| *task == step.task);
                let own: HashSet<ObjectId> = own.map(|(_, lock)| *lock).collect();
                let all = guards.entry(object).or_insert_with(|| own.clone());
                all.retain(|lock| own.contains(lock));
            }
        }
        let only = |(object, guards): (ObjectId, HashSet<ObjectId>)| {
            let mut guards = guards.into_iter();
            match (guards.next(), guards.next()) {
                (Some(guard), None) => Some((object, guard)),
                _ => None,
            }
        };
        Guards {
            all: guards.into_iter().filter_map(only).collect(),
            placed: HashSet::new(),
        }
    }

    /// The same, where also the locks are known in which memory lies.
    #[must_use]
    pub(super) fn with(mut self, placed: HashMap<ObjectId, ObjectId>) -> Guards {
        self.placed.extend(placed.values());
        self.all.extend(placed);
        self
    }

    /// Whether it is known where the value of the lock is.
    pub(super) fn is_placed(&self, lock: ObjectId) -> bool {
        self.placed.contains(&lock)
    }

    /// The lock of this memory.
    pub(super) fn guard_of(&self, memory: ObjectId) -> Option<ObjectId> {
        self.all.get(&memory).copied()
    }

    /// Each memory with its lock.
    pub(super) fn all(&self) -> impl Iterator<Item = (ObjectId, ObjectId)> {
        self.all.iter().map(|(memory, guard)| (*memory, *guard))
    }
}

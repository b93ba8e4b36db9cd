//! Which executions an interleaving explains.
//!
//! An execution in which each load reads the newest value, and each store is the newest when it is done, is an interleaving. One
//! in which an operation goes by an older value can be one, too, that another order of its steps shows. It cannot where the
//! operation comes after the next value in any case: by program order, by what was read and replaced, or by what its task waited for.
//! Only then is it a weak behaviour, and worth a decision.
//!
//! For each step it is kept what comes before it, as far as that goes for all interleavings. A clock can say it, as with a step
//! come all earlier ones of its task. There are circles as soon as there is a weak behaviour.

use std::collections::BTreeMap;

use protocol::{Object, ObjectId, ObjectKind, Reply, Step, TaskId};

use super::clock::Clock;
use super::history::Time;

/// What comes before the next uses of something that is no atomic.
#[derive(Default)]
struct Thing {
    after_changes: Clock,
    after_reads: Clock,
}

/// What comes before the next step of each task.
#[derive(Default)]
pub(super) struct Woven {
    tasks: Vec<Clock>,
    things: BTreeMap<Option<ObjectId>, Thing>,
    /// For each object whether it is one that only threads of one process share.
    is_of_threads: Vec<bool>,
}

impl Woven {
    pub(super) fn new(reply: &Reply) -> Woven {
        let is_of_threads = |object: &Object| match object.kind {
            ObjectKind::Process
            | ObjectKind::File
            | ObjectKind::Path
            | ObjectKind::OpenFile
            | ObjectKind::Pipe => false,
            ObjectKind::Memory
            | ObjectKind::Count
            | ObjectKind::Mutex
            | ObjectKind::RwLock
            | ObjectKind::Condvar
            | ObjectKind::Barrier
            | ObjectKind::Once
            | ObjectKind::Channel
            | ObjectKind::Task
            | ObjectKind::Output => true,
        };
        Woven {
            tasks: vec![Clock::default(); reply.tasks.len()],
            things: BTreeMap::new(),
            is_of_threads: reply.objects.iter().map(is_of_threads).collect(),
        }
    }

    pub(super) fn of(&self, task: TaskId) -> &Clock {
        &self.tasks[task.index()]
    }

    /// What also comes before the task's next steps.
    pub(super) fn join(&mut self, task: TaskId, clock: &Clock) {
        self.tasks[task.index()].join(clock);
    }

    /// A step that is no atomic operation: those that do not commute with it, and came first, come first.
    pub(super) fn step(&mut self, step: &Step) {
        let commutes = step.op.commutes(step.succeeded);
        let me = step.task.index();
        let things = self.things(step);
        for thing in things.into_iter().flatten() {
            let thing = self.things.entry(thing).or_default();
            self.tasks[me].join(&thing.after_changes);
            if !commutes {
                self.tasks[me].join(&thing.after_reads);
            }
        }
        for thing in things.into_iter().flatten() {
            let thing = self.things.entry(thing).or_default();
            match commutes {
                true => thing.after_reads.join(&self.tasks[me]),
                false => thing.after_changes.join(&self.tasks[me]),
            }
        }
    }

    /// What comes after the one comes after that too.
    pub(super) fn tie(&mut self, to: Time, clock: &Clock) {
        let things = self.things.values_mut();
        let things = things.flat_map(|thing| [&mut thing.after_changes, &mut thing.after_reads]);
        for later in self.tasks.iter_mut().chain(things) {
            tie(later, to, clock);
        }
    }
}

/// What that clock is of comes after the clock's moments too, if it comes after `to`.
pub(super) fn tie(later: &mut Clock, to: Time, clock: &Clock) {
    if later.of(to.0) >= to.1 {
        later.join(clock);
    }
}

impl Woven {
    /// What the step uses. Files, processes and the like count as one thing, named by none: more is ordered then than has to be.
    fn things(&self, step: &Step) -> [Option<Option<ObjectId>>; 2] {
        let name = |object: ObjectId| self.is_of_threads[object.index()].then_some(object);
        [step.object, step.second].map(|object| object.map(name))
    }
}

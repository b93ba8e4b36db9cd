//! What a step uses, and how: two steps that use the same thing may depend on each other.

use std::ops::Deref;
use std::rc::Rc;

use protocol::effects::{Life, Lock, LockChange, LockPlace, Mode};
use protocol::{ObjectId, Op, Order, Pending, ProcessId, Step, TaskId};

/// Something that steps use: the executor's objects, and others that it does not number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Object(ObjectId),
    /// The bytes that two places in memory have in common.
    Common(ObjectId, ObjectId),
    /// That the process lives: every step of its tasks needs it, its end takes it away.
    LifeOf(ProcessId),
    /// That the whole execution goes on: the end of the first process takes it away.
    Execution,
    /// That a task is waiting to receive from this channel, which has no buffer.
    Receiver(ObjectId),
    /// The next number of a task or a process.
    Numbers,
    /// That the execution has had no freedom yet: it may have one.
    Freedom,
    /// The single order of all `SeqCst` operations: what may be read depends on where a fence stands in it. Operations of
    /// one atomic are ordered by that.
    SeqCst,
    /// The order of the `SeqCst` operations of one atomic, loads among them.
    SeqCstOf(ObjectId),
}

/// How a step uses a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    /// Counts up or down, whatever the count is: one owner more, or one less that was not the last.
    Count,
    Write,
}

impl Access {
    pub(super) const ALL: [Access; 3] = [Access::Read, Access::Count, Access::Write];

    /// Whether two of them can change places.
    pub(super) fn commutes_with(self, other: Access) -> bool {
        self == other && self != Access::Write
    }
}

/// What a step does to one thing, as far as the order of steps is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    pub(crate) thing: Thing,
    pub(crate) access: Access,
    pub(crate) role: Role,
}

/// All that a step uses.
#[derive(Clone, Debug)]
pub(crate) struct Uses {
    all: Rc<[Use]>,
    /// A bit for each thing, which few others have in common with it.
    things: u64,
    /// The bits of those that it does not only read.
    changed: u64,
}

impl Uses {
    /// Whether the two use something in common that one of them does not only read. Rarely true where they do not.
    pub(super) fn may_conflict_with(&self, other: &Uses) -> bool {
        self.changed & other.things != 0 || self.things & other.changed != 0
    }
}

impl Deref for Uses {
    type Target = [Use];

    fn deref(&self) -> &[Use] {
        &self.all
    }
}

impl FromIterator<Use> for Uses {
    fn from_iter<I: IntoIterator<Item = Use>>(uses: I) -> Uses {
        let all: Rc<[Use]> = uses.into_iter().collect();
        let bits = |uses: &mut dyn Iterator<Item = &Use>| {
            uses.fold(0, |bits, one| bits | 1 << one.thing.bit())
        };
        Uses {
            things: bits(&mut all.iter()),
            changed: bits(&mut all.iter().filter(|one| one.access != Access::Read)),
            all,
        }
    }
}

impl Thing {
    /// The number of a bit.
    fn bit(self) -> usize {
        const OBJECTS: usize = 56;
        match self {
            Thing::Object(id) => id.index() % OBJECTS,
            Thing::Common(one, other) => (one.index() + other.index()) % OBJECTS,
            Thing::LifeOf(_) => OBJECTS,
            Thing::Execution => OBJECTS + 1,
            Thing::Receiver(_) => OBJECTS + 2,
            Thing::Numbers => OBJECTS + 3,
            Thing::Freedom => OBJECTS + 4,
            Thing::SeqCst => OBJECTS + 5,
            Thing::SeqCstOf(_) => OBJECTS + 6,
        }
    }
}

/// Whether a step acquires a lock or releases it, or whether it comes before another step, or after one, in any schedule:
/// a task begins after its spawn, and is joined after its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Acquires,
    Releases,
    Precedes,
    Follows,
    Other,
}

/// A step that was done, or that a task was about to do when the execution ended.
#[derive(Clone, Copy)]
pub(super) struct Act {
    pub(super) task: TaskId,
    pub(super) op: Op,
    pub(super) object: Option<ObjectId>,
    pub(super) second: Option<ObjectId>,
    pub(super) succeeded: bool,
    pub(super) seq_cst: bool,
    pub(super) written: Option<u64>,
}

impl Act {
    /// What it can turn out to be at another place, if that is more than it is: it may succeed where it failed, find a file missing
    /// that it opened, wait where it received, let go of what has no other owner.
    pub(super) fn elsewhere(self) -> Option<impl Iterator<Item = Act>> {
        let depends = matches!(
            self.op,
            Op::FileOpen | Op::Receive | Op::ReceiveWait | Op::AtomicUpdate
        );
        if self.succeeded && !depends {
            return None;
        }
        let ops = match self.op {
            Op::FileOpen => [Some(Op::FileCreate), None],
            Op::Receive | Op::ReceiveWait => [Some(Op::Receive), Some(Op::ReceiveWait)],
            op => [Some(op), None],
        };
        let act = move |op| Act {
            op,
            succeeded: true,
            written: None,
            ..self
        };
        Some(ops.into_iter().flatten().map(act))
    }
}

impl From<&Step> for Act {
    fn from(step: &Step) -> Act {
        Act {
            task: step.task,
            op: step.op,
            object: step.object,
            second: step.second,
            succeeded: step.succeeded,
            seq_cst: step.order == Order::SeqCst,
            written: step.written,
        }
    }
}

impl From<&Pending> for Act {
    fn from(pending: &Pending) -> Act {
        // Whether it will create the file was looked up before others had their turn.
        let op = match pending.op {
            Op::FileOpen => Op::FileCreate,
            op => op,
        };
        Act {
            task: pending.task,
            op,
            object: pending.object,
            second: pending.second,
            succeeded: true,
            seq_cst: false,
            written: None,
        }
    }
}

/// How the act uses its objects, as it turned out.
pub(super) fn access(act: Act) -> Access {
    match act.op.commutes(act.succeeded) {
        true => Access::Read,
        false => Access::Write,
    }
}

/// What the act does to the order of the steps that use its object.
pub(super) fn role(op: Op) -> Role {
    match (op.lock(), op.effects().life) {
        (Some(lock), _) => role_of_lock(lock),
        (None, Life::Precedes) => Role::Precedes,
        (None, Life::Follows) => Role::Follows,
        (None, Life::Elsewhere) => Role::Other,
    }
}

pub(super) fn role_of_lock(lock: Lock) -> Role {
    match (lock.change, lock.place, lock.mode) {
        // What is released may have been a shared lock, which keeps no other shared one out.
        (LockChange::Acquire, LockPlace::File, Some(Mode::Shared)) => Role::Other,
        (LockChange::Acquire, ..) => Role::Acquires,
        (LockChange::TryAcquire, ..) => Role::Other,
        (LockChange::Release, ..) => Role::Releases,
    }
}

pub(super) fn role_of_second(op: Op) -> Role {
    match op.effects().lock {
        Some(lock) if lock.place == LockPlace::OfCondvar => role_of_lock(lock),
        _ if op == Op::ProcessSpawn => Role::Precedes,
        _ => Role::Other,
    }
}

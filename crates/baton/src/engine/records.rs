//! The records that the state is made of: tasks, processes, what they share, and what they did.

use ::std::marker::PhantomData;
use ::std::ops::Range;
use ::std::panic::Location;

use protocol::{
    Decision, Exchange, FRAMES, ObjectId, ObjectKind, Op, Order, ProcessId, StaleRead, StepId,
    TaskId, TaskSet, numbered,
};

use super::spinning::{Going, Spinning};

/// A place in the learner's source, or in std's.
pub(crate) type Caller = &'static Location<'static>;

/// Return addresses, innermost first, from the beginning of the program's image.
pub(crate) type Frames = [u32; FRAMES];

/// The innermost of them: what is kept for each place in memory. A plain access is in the program's own code.
pub(crate) type Innermost = [u32; 4];

/// A piece of [`State::text`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) length: u32,
}

impl Text {
    pub(crate) fn range(self) -> Option<Range<usize>> {
        let start = self.start as usize;
        Some(start..start.checked_add(self.length as usize)?)
    }
}

/// An id as the state holds it: all-zero bytes have to be valid there, and are the first.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Stored<Id, Number = u8>(Number, PhantomData<Id>);

impl<Id> Stored<Id> {
    pub(crate) const FIRST: Self = Self(0, PhantomData);
}

macro_rules! stored {
    ($($id:ident: $number:ident;)*) => {$(
        impl Stored<$id, $number> {
            pub(crate) const fn get(self) -> $id {
                $id::new(self.0)
            }
        }

        impl From<$id> for Stored<$id, $number> {
            fn from(id: $id) -> Self {
                Self(id.number(), PhantomData)
            }
        }
    )*};
}

stored! {
    TaskId: u8;
    ProcessId: u8;
    ObjectId: u32;
}

/// An object as the state holds it.
pub(crate) type StoredObject = Stored<ObjectId, u32>;

/// A number that no execution before has had.
pub(crate) type Seal = u64;

/// What a task is about to do.
#[derive(Clone, Copy)]
pub(crate) struct Intent {
    pub(crate) op: Op,
    pub(crate) order: Order,
    pub(crate) size: u8,
    pub(crate) object: Option<ObjectId>,
    pub(crate) second: Option<ObjectId>,
    pub(crate) argument: u64,
    /// The tasks that must have ended first.
    pub(crate) awaits: TaskSet,
    pub(crate) place: Option<Caller>,
    pub(crate) frames: Frames,
}

impl Intent {
    pub(crate) fn new(op: Op, object: impl Into<Option<ObjectId>>, place: Caller) -> Self {
        Self {
            place: Some(place),
            ..Self::bare(op, object)
        }
    }

    pub(crate) fn bare(op: Op, object: impl Into<Option<ObjectId>>) -> Self {
        Self {
            op,
            order: Order::None,
            size: 0,
            object: object.into(),
            second: None,
            argument: 0,
            awaits: TaskSet::EMPTY,
            place: None,
            frames: [0; FRAMES],
        }
    }
}

numbered! {
    #[derive(Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) enum Life {
        #[default]
        Absent,
        Alive,
        Ended,
    }
}

/// What goes into a task's fingerprint and its state beside its stack: see [`super::fingerprint`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Kept {
    /// A hash of all its accesses to other memory, for the fingerprint.
    pub(crate) elsewhere: u64,
    /// A hash of the values that it has written to other memory, for the state.
    pub(crate) memory: u64,
    /// The address and the number of the bytes that it is about to write. Their old contents are no longer in `memory`.
    pub(crate) open: (usize, usize),
    /// The frame pointers and return addresses of the function that made the last plain access, and of its callers.
    pub(crate) innermost: [(usize, usize); 4],
    /// See [`protocol::Step::resumed`]; 0 until the task uses other memory after a step.
    pub(crate) resumed: u64,
    /// Not 0 if the executor has left bytes of its own on the task's stack, which a frame of the program may cover.
    pub(crate) littered: u64,
}

#[repr(C)]
pub(crate) struct Task {
    pub(crate) life: Life,
    pub(crate) process: Stored<ProcessId>,
    /// How it goes on with its next step, as long as no other task changes anything.
    pub(crate) going: Going,
    /// park's token.
    pub(crate) unparked: bool,
    /// It panics, and has not caught that; or it has ended so.
    pub(crate) panicked: bool,
    /// See [`protocol::Task::returns_value`].
    pub(crate) returns_value: bool,
    /// See [`protocol::Task::detached`].
    pub(crate) detached: bool,
    /// Its process ended, and not by a step of its own.
    pub(crate) cut_off: bool,
    /// How many files it has opened.
    pub(crate) openings: u32,
    pub(crate) object: StoredObject,
    pub(crate) pending: Intent,
    pub(crate) name: Text,
    /// Virtual time that has gone by for this task.
    pub(crate) nanoseconds: u64,
    /// See [`protocol::Task::sees_time`].
    pub(crate) sees_time: bool,
    pub(crate) kept: Kept,
    /// Its state before its next step (see [`super::fingerprint`]); 0 if that is unknown.
    pub(crate) state: u64,
    /// Of its next step: see [`protocol::Step::fingerprint`] and [`protocol::Step::resumed`].
    pub(crate) fingerprint: u64,
    pub(crate) resumed: u64,
    /// See [`protocol::Task::accesses`].
    pub(crate) accesses: u64,
    pub(crate) spinning: Spinning,
}

numbered! {
    #[derive(Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) enum Stage {
        #[default]
        Absent,
        Alive,
        Dead,
    }
}

#[repr(C)]
pub(crate) struct Process {
    pub(crate) stage: Stage,
    pub(crate) exit_logged: bool,
    /// Whether the program's entry has returned.
    pub(crate) returned: bool,
    pub(crate) kill_wanted: bool,
    pub(crate) first_task: Option<TaskId>,
    /// The process that started it; the first has none.
    pub(crate) parent: Option<ProcessId>,
    /// How many of its tasks are alive.
    pub(crate) alive: u32,
    pub(crate) object: StoredObject,
    /// The wait status of waitpid(2), once dead.
    pub(crate) status: i32,
    /// NUL-separated.
    pub(crate) arguments: Text,
    /// `NAME=value` to set, `NAME` to remove, NUL-separated.
    pub(crate) environment: Text,
    pub(crate) folder: Text,
    /// stdin, stdout, stderr: [`super::pipe::INHERITED`], [`super::pipe::NULL`], or the number of a pipe.
    pub(crate) streams: [u32; 3],
}

#[repr(C)]
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    pub(crate) process: Stored<ProcessId>,
    /// The task that holds the lock, or that runs the initialiser.
    pub(crate) holder: Option<TaskId>,
    /// Once: done. Channel: the receiver is gone.
    pub(crate) closed: bool,
    /// Condvar: permits. Barrier: arrived. Channel: messages. Once: whether it is poisoned. RwLock: writers that wait.
    pub(crate) count: u32,
    /// Channel: capacity, `u32::MAX` unbounded. Memory: bytes.
    pub(crate) limit: u32,
    /// Channel: senders.
    pub(crate) users: u32,
    /// Barrier: generation. Channel: messages taken. Memory: its address.
    pub(crate) number: u64,
    /// RwLock: readers. Condvar: those that a notification can wake.
    pub(crate) tasks: TaskSet,
    pub(crate) address: u32,
    pub(crate) place: Option<Caller>,
    pub(crate) name: Text,
    pub(crate) device: u64,
    pub(crate) inode: u64,
    /// Of a value of std's: where it was when it was first used.
    pub(crate) home: u64,
}

/// The tasks that could go next at a scheduling point.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Ready {
    pub(crate) enabled: TaskSet,
    /// The enabled tasks that yield.
    pub(crate) yielding: TaskSet,
    /// The enabled tasks that need not go on while another task can: see [`protocol::Step::spinning`].
    pub(crate) spinning: TaskSet,
    /// The tasks among these that may be counting their iterations.
    pub(crate) counting: TaskSet,
    /// The tasks whose wait could end without a notification.
    pub(crate) wakeable: TaskSet,
    /// One task of each process that could be killed.
    pub(crate) killable: TaskSet,
}

impl Ready {
    /// Only this task could go.
    pub(crate) fn only(task: TaskId) -> Self {
        Self {
            enabled: TaskSet::of(task),
            yielding: TaskSet::EMPTY,
            spinning: TaskSet::EMPTY,
            counting: TaskSet::EMPTY,
            wakeable: TaskSet::EMPTY,
            killable: TaskSet::EMPTY,
        }
    }
}

/// A decision as plain numbers: valid whatever bytes the program writes over it.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct DecisionRecord {
    kind: u8,
    task: Option<TaskId>,
    step: u32,
    value: u64,
    which: u32,
}

impl DecisionRecord {
    const RUN: u8 = 0;
    const WAKE: u8 = 1;
    const READ_FROM: u8 = 2;
    const TAMPER: u8 = 3;
    const CRASH: u8 = 4;
    const READ_FROM_AND_FAIL: u8 = 5;

    /// The decision; `None` if the program has written over it.
    pub(crate) fn decision(&self) -> Option<Decision> {
        let (step, value) = (StepId::new(self.step), self.value);
        match self.kind {
            Self::RUN => self.task.map(Decision::Run),
            Self::WAKE => self.task.map(|task| Decision::Wake { step, task }),
            Self::READ_FROM | Self::READ_FROM_AND_FAIL => Some(Decision::ReadFrom(StaleRead {
                step,
                value,
                which: self.which,
                fails: self.kind == Self::READ_FROM_AND_FAIL,
            })),
            Self::TAMPER => Some(Decision::Tamper { step, value }),
            Self::CRASH => self.task.map(|task| Decision::Crash { step, task }),
            _ => None,
        }
    }
}

impl From<Decision> for DecisionRecord {
    fn from(decision: Decision) -> Self {
        let (kind, task, value, which) = match decision {
            Decision::Run(task) => (Self::RUN, Some(task), 0, 0),
            Decision::Wake { task, .. } => (Self::WAKE, Some(task), 0, 0),
            Decision::ReadFrom(StaleRead {
                value,
                which,
                fails,
                ..
            }) => match fails {
                false => (Self::READ_FROM, None, value, which),
                true => (Self::READ_FROM_AND_FAIL, None, value, which),
            },
            Decision::Tamper { value, .. } => (Self::TAMPER, None, value, 0),
            Decision::Crash { task, .. } => (Self::CRASH, Some(task), 0, 0),
        };
        Self {
            kind,
            task,
            step: decision.step().map_or(0, StepId::number),
            value,
            which,
        }
    }
}

/// A lock on a file. One opening of the file holds it.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct FileLock {
    pub(crate) file: Option<ObjectId>,
    pub(crate) opening: Option<ObjectId>,
    pub(crate) task: Stored<TaskId>,
    pub(crate) process: Stored<ProcessId>,
    pub(crate) exclusive: bool,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Record {
    pub(crate) intent: Intent,
    pub(crate) task: Stored<TaskId>,
    pub(crate) succeeded: bool,
    pub(crate) stale: bool,
    pub(crate) which: u32,
    pub(crate) spurious: bool,
    pub(crate) exchange: ExchangeRecord,
    pub(crate) tampered: bool,
    pub(crate) has_found: bool,
    pub(crate) has_read: bool,
    pub(crate) has_written: bool,
    pub(crate) found: u64,
    pub(crate) read: u64,
    pub(crate) written: u64,
    pub(crate) text: Text,
    pub(crate) ready: Ready,
    /// See [`protocol::Reply::accesses`].
    pub(crate) accesses: u64,
    pub(crate) fingerprint: u64,
    pub(crate) resumed: u64,
}

/// See [`protocol::Exchange`]. Nothing was asked for where there is no order.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct ExchangeRecord {
    pub(crate) expected: u64,
    pub(crate) success: Order,
    pub(crate) failure: Order,
    pub(crate) weak: bool,
}

impl ExchangeRecord {
    /// What was asked for, if the operation is one.
    pub(crate) fn exchange(self) -> Option<Exchange> {
        (self.success != Order::None).then_some(Exchange {
            expected: self.expected,
            success: self.success,
            failure: self.failure,
            weak: self.weak,
        })
    }
}

#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct EarlierRecord {
    pub(crate) task: Stored<TaskId>,
    pub(crate) write: bool,
    pub(crate) size: u8,
    pub(crate) object: StoredObject,
    pub(crate) order: Order,
    pub(crate) after: u32,
    pub(crate) frames: Innermost,
}

/// See [`protocol::UnsharedRead`].
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct ReadRecord {
    pub(crate) access: u64,
    pub(crate) frames: Frames,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct PanicRecord {
    pub(crate) task: Stored<TaskId>,
    pub(crate) message: Text,
    pub(crate) file: Text,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) frames: Frames,
    pub(crate) after: u32,
    pub(crate) caught: bool,
}

numbered! {
    /// Why the execution is over, as far as the tasks themselves can tell.
    #[derive(Clone, Copy, Default, PartialEq, Eq)]
    pub(crate) enum Halt {
        #[default]
        Running,
        Deadlock,
        Livelock,
        StepLimit,
        Repeats,
        AccessLimit,
        OutputLimit,
        TooMany,
        Unsupported,
        Diverged,
        Undecided,
    }
}

//! What an executor is asked for: one execution, by its decisions, rules and limits.

use crate::{StepId, TaskId, TaskSet, numbered};

/// Something that the program does not determine, decided from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// Of the tasks that can go, this one does. There is one such decision for each step at which more than one can.
    Run(TaskId),
    /// At this step the task's wait on a condition variable ends without a notification.
    Wake { step: StepId, task: TaskId },
    /// An atomic operation goes by an older value than the newest, or a `compare_exchange_weak` fails spuriously. The executor does
    /// not know whether the memory order allows that.
    ReadFrom(StaleRead),
    /// At this step the process of the task is killed, as by SIGKILL: its locks on files are free, its ends of pipes are closed,
    /// what it has written to files stays. The step is one of the trace. The first process is never killed.
    Crash { step: StepId, task: TaskId },
    /// Another value replaces the one that this step reads or leaves, to find out what depends on it: of a plain read, an
    /// atomic load or store, and of what a read-modify-write operation finds. To a thread's result or a message of
    /// integers, and to the last digit read from a file or a pipe, the value is added; 0 makes a read of a file or a pipe
    /// find nothing, and loses a message.
    Tamper { step: StepId, value: u64 },
}

impl Decision {
    /// The step that it is about, if it says one.
    pub const fn step(self) -> Option<StepId> {
        match self {
            Decision::Run(_) => None,
            Decision::Wake { step, .. }
            | Decision::Crash { step, .. }
            | Decision::ReadFrom(StaleRead { step, .. })
            | Decision::Tamper { step, .. } => Some(step),
        }
    }
}

/// An atomic operation that goes by an older value than the newest, as if the later ones were not there yet: a load reads it, a
/// store is placed right behind it in the modification order, an update does both. An exchange does both where it is the value
/// that it expects; if not, it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaleRead {
    /// The operation.
    pub step: StepId,
    /// What it reads, or, of a store, what it comes behind.
    pub value: u64,
    /// Which of the older values that are the same: 1 is the newest of them. 0 is the newest value of all.
    pub which: u32,
    /// Whether it is a `compare_exchange_weak` that fails although it reads the value that it expects.
    pub fails: bool,
}

impl StaleRead {
    /// The operation at that step goes by the newest older value that is this.
    pub const fn new(step: StepId, value: u64) -> Self {
        Self {
            step,
            value,
            which: 1,
            fails: false,
        }
    }
}

/// What happens after the last decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)] // In shared memory, where all-zero bytes are the default.
pub enum Policy {
    /// The running task goes on while it can and does not yield. Then the next one in turn goes.
    #[default]
    Default,
    /// The execution ends where more than one task can go.
    Stop,
    /// The same as the default, but this task also goes on where it yields, however long the others have waited: it is
    /// scheduled unfairly, so tasks that wait for a bounded time starve.
    Favour(TaskId),
}

impl Policy {
    /// The task that is scheduled unfairly, if there is one.
    pub fn favoured(self) -> Option<TaskId> {
        match self {
            Policy::Favour(task) => Some(task),
            Policy::Default | Policy::Stop => None,
        }
    }
}

numbered! {
    /// Where the executor may take the baton away.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum SwitchAt {
        /// Before every visible operation, plain memory accesses among them.
        #[default]
        EveryAccess,
        /// Before operations of synchronisation, files and processes only. Plain accesses are still in the trace, so data
        /// races are found; a program without one needs no other switches.
        Synchronisation,
    }
}

/// A part of what a task does. Its plain reads that are no steps are reported in [`crate::Reply::unshared_reads`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    pub task: TaskId,
    /// From which of its plain accesses on, counted from 1 as in [`crate::Reply::accesses`].
    pub from: u64,
    /// Up to which, that one included.
    pub to: u64,
}

/// A plain read that is no step, and reads another number than the one that is there.
///
/// It shows what depends on a value that a task keeps for itself: a local counter, the bound of a loop. The number is put
/// there for that one read. It happens only at a read that [`Watched`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    pub task: TaskId,
    /// Which of its task's plain accesses it is, counted from 1 as in [`crate::Reply::accesses`].
    pub access: u64,
    /// What is added to the number, with wrapping.
    pub added: u64,
}

numbered! {
    /// What is found out about the states of tasks: what each keeps for itself.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum States {
        /// Nothing: any task that repeats itself may be in another state each time ([`crate::Step::counting`]).
        #[default]
        Unknown,
        /// Whether a task comes back to the same state: if not, it may be counting.
        Compared,
        /// The same, and the trace has fingerprints of them ([`crate::Step::fingerprint`]).
        Traced,
    }
}

/// What holds at all steps of an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub switch_at: SwitchAt,
    /// Whether there is a decision for each step at which tasks change places, also where only one can go: it is the next
    /// one, whichever step it names. Where the task of the last one cannot go on like that, another one goes.
    pub every_step: bool,
    /// Tasks that go only where every other task that can go spins, unless a decision says otherwise.
    pub goes_last: TaskSet,
    pub watched: Option<Watched>,
    pub misread: Option<Misread>,
    /// Whether processes may be killed: then the trace says which ones could have been, at each step.
    pub crashes: bool,
    pub states: States,
}

/// How far one execution may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps in the trace.
    pub steps: u32,
    /// Plain accesses of all tasks together. It is the same limit on every machine, however busy.
    pub accesses: u64,
    /// For what makes neither a step nor an access: on the processor, or by the clock where nothing of the execution could run.
    pub milliseconds: u32,
    /// Bytes of stdout and stderr together; more end the execution.
    pub output: u32,
    /// How often each task that could run may read the same values again, nothing having changed, until it is a livelock.
    pub spins: u32,
    /// How often a task that may be counting its iterations can do and read the same again. After that it goes on only where no other
    /// task can.
    pub repeats: u32,
}

impl Limits {
    /// [`Limits::repeats`], unless something else is asked for.
    pub const REPEATS: u32 = 3;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 20_000,
            accesses: 50_000_000,
            milliseconds: 2_000,
            output: 16 << 20,
            spins: 300,
            repeats: Limits::REPEATS,
        }
    }
}

/// A variable of the environment. Its name is not empty and has no `=` in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variable {
    pub name: String,
    pub value: String,
}

impl Variable {
    pub fn new(name: &str, value: impl ToString) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_string(),
        }
    }
}

/// One execution to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// What each process of the program finds in its environment, beside what the executor itself was started with.
    pub environment: Vec<Variable>,
    /// In the order in which they are followed. Where the next one is about a later step, the default policy decides.
    pub decisions: Vec<Decision>,
    pub then: Policy,
    pub rules: Rules,
    pub limits: Limits,
}

//! The requests to an executor and its replies: plain values, the same on both sides of the pipe.
//!
//! A [`Request`] is the decisions of one execution, with its rules and limits; a [`Reply`] is the trace of the execution
//! that followed them. [`Wire`] says how they are laid out as bytes.

mod activity;
pub mod bare;
pub mod effects;
mod exchange;
mod ids;
mod numbered;
mod object;
mod op;
mod output;
mod request;
mod task_set;
mod text;
mod wire;

pub use activity::Activity;
pub use exchange::Exchange;
pub use ids::{ObjectId, ProcessId, StepId, TaskId};
pub use numbered::Numbered;
pub use object::{Extent, Object, ObjectKind};
pub use op::Op;
pub use output::{Output, Reading};
pub use request::{
    Decision, Limits, Misread, Policy, Request, Rules, StaleRead, States, SwitchAt, Variable,
    Watched,
};
pub use task_set::TaskSet;
pub use text::readable;
pub use wire::{Wire, WireError, read_frame, write_frame};

/// The number of tasks that one execution can have: each is one bit of a [`TaskSet`].
pub const MAX_TASKS: usize = 128;

/// How many return addresses a step has, at most: enough to lead from an operation of baton's through std's
/// formatting to the learner's line.
pub const FRAMES: usize = 16;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub end: End,
    /// What its processes had of the processor, in microseconds. It is the only field that differs between two
    /// runs of one schedule.
    pub processor_micros: u64,
    pub steps: Vec<Step>,
    /// For each step: how many plain accesses its task had made until then, those that are no steps included. What grows
    /// between two steps of a task is work that it does for itself.
    pub accesses: Vec<u64>,
    /// Plain accesses made before it was known that the memory is shared; see [`Earlier`].
    pub earlier: Vec<Earlier>,
    /// Those of [`Rules::watched`], as many as there is room for.
    pub unshared_reads: Vec<UnsharedRead>,
    pub tasks: Vec<Task>,
    pub processes: Vec<Process>,
    pub objects: Vec<Object>,
    /// For each task that had not ended: what it was about to do and who stood in its way.
    pub pending: Vec<Pending>,
    /// The same for each task that ended with its process, by no step of its own.
    pub cut_off: Vec<Pending>,
    pub panics: Vec<Panic>,
    /// The names that [`Place::file`] counts in.
    pub files: Vec<String>,
    pub stdout: Output,
    pub stderr: Output,
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The first process exited. Code 101 with a panic of task 0 in [`Reply::panics`] is a panic of `main`.
    Exited {
        code: i32,
    },
    /// The first process was killed by a signal.
    Signaled {
        signal: i32,
    },
    /// Every task is blocked; [`Reply::pending`] says on what.
    Deadlock,
    /// Every task that can go on reads the same values again and again, and no task changes them.
    Livelock,
    StepLimit,
    /// The task did not come to its next step.
    TimeLimit {
        task: TaskId,
        activity: Activity,
    },
    /// The machine was so busy that the execution had too little of the processor for too long, which says nothing about
    /// the program.
    HeldUp,
    OutputLimit,
    /// More tasks, processes, objects or bytes of arguments than an execution can hold.
    TooMany {
        what: String,
        place: Option<Place>,
        frames: [u32; FRAMES],
    },
    /// The program did something that the executor does not control.
    Unsupported {
        /// The name of what it called, as a learner knows it.
        what: String,
        place: Option<Place>,
        frames: [u32; FRAMES],
    },
    /// The decision of this number could not be followed: the program is not deterministic, or the decisions belong to
    /// another one.
    Diverged {
        at: u32,
    },
    /// All decisions were followed, more than one task can go, and the policy is [`Policy::Stop`]. [`Reply::pending`] says
    /// which ones.
    Undecided,
    /// This signal stopped the process that had the baton: nothing goes on.
    Stopped {
        signal: i32,
    },
    /// The program has written over memory of the executor's, or into its pipes. There is no trace.
    Damaged,
    /// An error of ours, or the system refused something (memory, threads).
    Internal {
        message: String,
    },
}

/// One operation, done by one task while it held the baton.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub task: TaskId,
    pub op: Op,
    /// Which memory order an atomic operation asked for; [`Order::None`] for everything else.
    pub order: Order,
    /// Bytes of a memory access, 255 if there are more; else 0.
    pub size: u8,
    /// Whether it did what it was about: a `try_lock` that got the lock, a `compare_exchange` that exchanged, a wait
    /// that was notified (not timed out), a thread that ended without a panic.
    pub succeeded: bool,
    /// Whether it goes by an older value than the newest, by a [`Decision::ReadFrom`]: a load reads it, a store comes right behind it.
    pub stale: bool,
    /// Which of the older values it goes by, as [`StaleRead::which`] counts them; else 0.
    pub which: u32,
    /// Whether it is a `compare_exchange_weak` that failed although it read the value that it expects.
    pub spurious: bool,
    /// What a `compare_exchange` was asked for.
    pub exchange: Option<Exchange>,
    /// Whether a [`Decision::Tamper`] replaced its value.
    pub tampered: bool,
    pub object: Option<ObjectId>,
    /// The lock of a condition variable, the second path of a rename, the open file of a read.
    pub second: Option<ObjectId>,
    /// What an atomic held before: its newest value, whatever was read.
    pub found: Option<u64>,
    /// The value that was read, as bits. Of a store that is placed earlier in the modification order: the value that it comes right
    /// behind. Of what was written to a file: where in the file it begins. Of opening a file with
    /// `truncate` or `create`: its length before, where there was one. Of a lock: 1 where it is found poisoned. Of a change
    /// of a path: 1 where it leads somewhere afterwards (`hard_link`, `create_dir`).
    pub read: Option<u64>,
    /// The value that was written, as bits. 1 for the thread that completes a barrier, and for one that unlocks while it
    /// panics. Of a spawn: the number of the task or process. Of what a thread passes on (a message, its
    /// result, the value of a `OnceLock`): a hash, where that consists of integers alone.
    pub written: Option<u64>,
    /// The beginning of what was read from or written to a file; empty for everything else.
    pub text: Vec<u8>,
    pub place: Option<Place>,
    /// Return addresses, innermost first, as offsets into the program file; 0 where there is none.
    pub frames: [u32; FRAMES],
    /// Which tasks could have gone here: this one among them, unless it is a spurious wakeup or a crash. Where there is more than one,
    /// a [`Decision::Run`] says which one goes.
    pub enabled: TaskSet,
    /// Which of them yield: they sleep, yield, spin, or wait with a time limit. Taking the baton from these is no preemption.
    pub yielding: TaskSet,
    /// Which of the enabled tasks spin: as long as no other task changes anything, they would only repeat their last steps. A search
    /// need not run them while another task can go.
    pub spinning: TaskSet,
    /// Which of these may be counting their iterations, as they are in another state each time. If they went on, they could do something
    /// new after all ([`Limits::repeats`]).
    pub counting: TaskSet,
    /// The tasks whose wait could have ended here without a notification, by a [`Decision::Wake`].
    pub wakeable: TaskSet,
    /// One task of each process that could have been killed here, by a [`Decision::Crash`]. Empty without [`Rules::crashes`].
    pub killable: TaskSet,
    /// Of what its task keeps for itself, when it was about to do this: where two are the same, and the task has done and read the
    /// same, it goes on alike. 0 without [`States::Traced`].
    pub fingerprint: u64,
    /// The same, of when the task first used memory outside its stack since its step before. What it finds there can be another
    /// task's doing, and is part of `fingerprint`. Where it used none, the two are the same.
    pub resumed: u64,
}

impl Step {
    /// Whether this step used up one [`Decision::Run`].
    pub fn was_choice(&self) -> bool {
        self.enabled.len() > 1 && !self.is_spurious_wakeup() && !self.is_crash()
    }

    /// The task that it spawns, if it does.
    pub fn spawned(&self) -> Option<TaskId> {
        let number = self.written.filter(|_| self.op == Op::Spawn)?;
        u8::try_from(number).ok().map(TaskId::new)
    }

    /// Whether it is a wait that ended without a notification, or a `park` that returned without a token.
    pub fn is_spurious_wakeup(&self) -> bool {
        self.op.wakes_spuriously() && !self.succeeded
    }

    /// Whether its task did not do it: its process was killed.
    pub fn is_crash(&self) -> bool {
        self.op == Op::Crash
    }

    /// The decision that makes it go by an older value, or fail spuriously, if it does.
    pub fn weak(&self, step: StepId) -> Option<StaleRead> {
        let value = self.read.filter(|_| self.stale || self.spurious)?;
        Some(StaleRead {
            step,
            value,
            which: self.which,
            fails: self.spurious,
        })
    }

    /// The decision of the task's way to go here: that it goes, that its wait ends without a notification, or that its
    /// process is killed. `None` where there was no other way.
    pub fn turn(&self, step: StepId) -> Option<Decision> {
        let task = self.task;
        if self.is_spurious_wakeup() {
            Some(Decision::Wake { step, task })
        } else if self.is_crash() {
            Some(Decision::Crash { step, task })
        } else {
            self.was_choice().then_some(Decision::Run(task))
        }
    }
}

impl Reply {
    /// Where there is nothing to be said but how it ended.
    pub fn without_trace(end: End) -> Self {
        Self {
            end,
            processor_micros: 0,
            steps: Vec::new(),
            accesses: Vec::new(),
            earlier: Vec::new(),
            unshared_reads: Vec::new(),
            tasks: Vec::new(),
            processes: Vec::new(),
            objects: Vec::new(),
            pending: Vec::new(),
            cut_off: Vec::new(),
            panics: Vec::new(),
            files: Vec::new(),
            stdout: Output::default(),
            stderr: Output::default(),
        }
    }

    /// The object of that id; none where there is no id, or the trace has no such object.
    pub fn object(&self, id: impl Into<Option<ObjectId>>) -> Option<&Object> {
        self.objects.get(id.into()?.index())
    }

    /// All objects with their ids.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        ObjectId::first(self.objects.len()).zip(&self.objects)
    }

    /// The decisions that give this very execution again, if nothing was tampered with.
    pub fn decisions(&self) -> Vec<Decision> {
        self.decisions_before(self.steps.len())
    }

    /// The decisions that lead to the step at that place.
    pub fn decisions_before(&self, step: usize) -> Vec<Decision> {
        let steps = (0..).zip(&self.steps[..step]);
        let decided = steps.flat_map(|(number, step)| {
            let number = StepId::new(number);
            let goes = step.turn(number);
            [goes, step.weak(number).map(Decision::ReadFrom)]
        });
        decided.flatten().collect()
    }
}

/// A plain access that was left out of the steps because its memory had been used by one task only until then.
///
/// It is reported when a second task comes: the last read and the last write of the first owner. `after` is the number of
/// steps in the trace when it happened, so it lies between the owner's steps before and from that index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub task: TaskId,
    pub write: bool,
    pub size: u8,
    pub object: ObjectId,
    /// Of a count's owners: that it passed on what its task knew. Else [`Order::None`].
    pub order: Order,
    pub after: u32,
    pub frames: [u32; FRAMES],
}

/// A plain read that is no step: of a number that its task keeps for itself, on its stack, say. Only
/// values of up to eight bytes that are not constant and do not look like addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsharedRead {
    /// Which of its task's plain accesses it is, counted from 1.
    pub access: u64,
    pub frames: [u32; FRAMES],
}

numbered! {
    /// The order of an atomic operation or fence.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Order {
        #[default]
        None,
        Relaxed,
        Acquire,
        Release,
        AcqRel,
        SeqCst,
    }
}

impl Order {
    /// Whether a load with this order acquires what the store that it reads from released.
    pub fn acquires(self) -> bool {
        match self {
            Order::Acquire | Order::AcqRel | Order::SeqCst => true,
            Order::None | Order::Relaxed | Order::Release => false,
        }
    }

    /// Whether a store with this order releases what happened before it.
    pub fn releases(self) -> bool {
        match self {
            Order::Release | Order::AcqRel | Order::SeqCst => true,
            Order::None | Order::Relaxed | Order::Acquire => false,
        }
    }
}

/// A place in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: u32,
    pub line: u32,
    pub column: u32,
}

/// A thread of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Empty where the thread has no name.
    pub name: String,
    pub process: ProcessId,
    pub ended: bool,
    pub object: ObjectId,
    /// How many plain accesses the program's own code made in it, those to its own stack as well: whether it did any work
    /// that is no step.
    pub accesses: u64,
    /// Whether its closure returns a value that takes up memory, and so can tell its joiner something.
    pub returns_value: bool,
    /// Whether its handle was dropped while it ran: no task can join it any more.
    pub detached: bool,
    /// Whether it has asked what time it is: for that, how long it slept makes a difference.
    pub sees_time: bool,
}

/// A process of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its arguments without the program's name, joined by spaces.
    pub arguments: String,
    /// As `process::id` tells it to the program; the same in every execution.
    pub id: u32,
    pub exit: Option<Exit>,
    /// Whether `main` has returned in it: it did not exit before, nor was it killed.
    pub returned: bool,
    /// The pipes that it had an end of when it ended, or has: its end closes these.
    pub pipes: Vec<ObjectId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Code(i32),
    Signal(i32),
}

/// What a task was about to do when the execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub task: TaskId,
    pub op: Op,
    pub object: Option<ObjectId>,
    pub second: Option<ObjectId>,
    pub place: Option<Place>,
    pub frames: [u32; FRAMES],
    pub enabled: bool,
    /// Whether it spins: it could only repeat its last steps.
    pub spinning: bool,
    /// Whether its wait could end without a notification, by a [`Decision::Wake`].
    pub wakeable: bool,
    /// Whether its process could be killed, by a [`Decision::Crash`] that names this task. Never without [`Rules::crashes`].
    pub killable: bool,
    /// As [`Step::fingerprint`].
    pub fingerprint: u64,
    /// As [`Step::resumed`].
    pub resumed: u64,
    /// The tasks that hold what it waits for.
    pub holders: TaskSet,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    pub task: TaskId,
    pub message: String,
    pub place: Option<Place>,
    /// What called the function that panicked, if the place is not in the program: std's own.
    pub frames: [u32; FRAMES],
    /// The number of steps in the trace when it happened.
    pub after: u32,
    /// Whether the program caught it.
    pub caught: bool,
}

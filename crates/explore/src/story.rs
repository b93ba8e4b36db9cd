//! One interleaving that breaks the program, with everything that a drawing of it needs: who did what in which line, to
//! what, with which value; where the baton went from one to another, and why. Pure.

mod bare;
pub mod cause;
mod content;
mod deadlock;
pub mod decisive;
mod enum_values;
mod hand_locks;
pub mod programs;
mod received;
pub mod shared;
pub mod steps;
mod telling;
mod wakes;

use std::ops::Range;

use protocol::{ObjectId, ObjectKind, Op, Order};
use serde::{Deserialize, Serialize};

use crate::naming::actors::{Actor, ActorId};
use crate::naming::files::FileName;
use crate::naming::legend::Depth;
use crate::naming::stored;
use crate::naming::text::SourceText;
use crate::naming::value::Value;
use crate::search::Preemptions;
use cause::Cause;

/// An interleaving, described with names and lines.
///
/// It is what is stored and read again later. A trace is not: its return addresses mean something only beside the binary that
/// it was made with, and its decisions give it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// How often a task was preempted.
    pub preemptions: Preemptions,
    /// The threads and processes that took part; the first is `main`.
    pub actors: Vec<Actor>,
    /// What happened, in its order.
    pub events: Vec<Event>,
    /// The threads that had not ended, and what each was about to do.
    pub waits: Vec<Wait>,
    /// The panics, in their order.
    pub panics: Vec<Panicked>,
    /// The smallest cycle of those that wait for each other, by numbers of actors.
    pub cycle: Vec<ActorId>,
    /// Where it was decided.
    pub decisive: Option<Decisive>,
    /// The actor that runs forever without a step, if there is one.
    pub endless: Option<ActorId>,
    /// What was printed.
    pub stdout: String,
    /// What was printed on standard error.
    pub stderr: String,
    /// The program's text.
    pub source: SourceText,
}

/// One step of one actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Whose.
    pub actor: ActorId,
    /// What was done.
    #[serde(with = "stored::by_name")]
    pub op: Op,
    /// With which memory order, for atomics and fences.
    #[serde(with = "stored::by_name")]
    pub order: Order,
    /// To what, by name; empty where there is no object.
    pub object: String,
    /// What sort of thing that is.
    #[serde(with = "stored::by_name_if_any")]
    pub kind: Option<ObjectKind>,
    /// Its number, to tell things of one name apart.
    #[serde(with = "stored::object_if_any")]
    pub object_id: Option<ObjectId>,
    /// The file that it is about, by the name that led to it then.
    pub file: Option<FileName>,
    /// The second thing: a condition variable's lock, the new path of a rename; empty where there is none.
    pub second: String,
    /// The second thing's number.
    #[serde(with = "stored::object_if_any")]
    pub second_id: Option<ObjectId>,
    /// What sort of thing the second is.
    #[serde(with = "stored::by_name_if_any")]
    pub second_kind: Option<ObjectKind>,
    /// What an atomic held before, whatever was read of it.
    pub found: Option<Value>,
    /// The value that was read.
    pub read: Option<Value>,
    /// The value that was written.
    pub written: Option<Value>,
    /// Which bytes of a file were written, by their places in it.
    pub bytes: Option<Range<u64>>,
    /// The beginning of what was read from a file or written to it.
    pub text: Vec<u8>,
    /// Whether the lock is found poisoned, or is poisoned by this.
    pub poisoned: bool,
    /// Whether it did what it was about.
    pub succeeded: bool,
    /// Whether it is an atomic operation that went by an older value than the newest.
    pub stale: bool,
    /// Whether it is a `compare_exchange_weak` that failed although it read the value that it expects.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spurious: bool,
    /// Its line in the program's own text, if it has one.
    pub line: Option<usize>,
    /// Whether it was done in that line, or in the harness on its behalf.
    pub depth: Depth,
    /// Whether it is only a part of another step, which is shown instead.
    pub inside: bool,
    /// Whom a notification wakes.
    pub wakes: Vec<ActorId>,
    /// Whether the baton came to this actor here, and why.
    pub switch: Switch,
}

impl Event {
    /// The number that was read, if it is one.
    pub fn reads_number(&self) -> Option<i64> {
        self.read.as_ref().and_then(Value::number)
    }
}

/// How the baton came to the actor of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// It had it already.
    None,
    /// The thread before could have gone on: it was preempted.
    Preemption,
    /// The one before had to wait.
    Blocked,
    /// The one before had ended.
    Ended,
    /// The one before was killed.
    Killed,
    /// The one before yielded: it slept, yielded, or spun.
    Yielded,
}

/// What an actor was about to do when the execution ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wait {
    /// Who.
    pub actor: ActorId,
    /// What it was about to do.
    #[serde(with = "stored::by_name")]
    pub op: Op,
    /// With what, by name; empty where there is none.
    pub object: String,
    /// Its number.
    #[serde(with = "stored::object_if_any")]
    pub object_id: Option<ObjectId>,
    /// Its line in the program's own text, if it has one.
    pub line: Option<usize>,
    /// Whether it could not go on.
    pub blocked: bool,
    /// The threads that hold what it waits for.
    pub holders: Vec<ActorId>,
}

/// A panic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panicked {
    /// Whose.
    pub actor: ActorId,
    /// How many events there were by then.
    pub after: usize,
    /// Its line in the program's own text, if it has one.
    pub line: Option<usize>,
    /// The first line of its message.
    pub message: String,
}

/// The decisive step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisive {
    /// Its place among the events; none where it was never done.
    pub event: Option<usize>,
    /// Its line in the program's own text, if it has one.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub cause: Cause,
    /// The first access of a data race: no happens-before relation orders this step after it.
    pub first: Option<FirstAccess>,
}

impl Decisive {
    /// Whether what is wrong with it is a panic.
    pub fn is_panic(&self) -> bool {
        matches!(self.cause, Cause::Panics { .. })
    }
}

/// The first of the two accesses of a data race.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstAccess {
    /// It is one of the events.
    Event(usize),
    /// It was the only thread that had used the place by then, so the access is no event.
    Before {
        /// The event that comes next.
        event: usize,
        /// The thread of the access.
        actor: ActorId,
        /// Its line in the program's own text, if it has one.
        line: Option<usize>,
        /// Whether it writes.
        writes: bool,
        /// What it reads or writes, by name.
        object: String,
    },
}

impl Wait {
    /// Whether it could go on, of a livelock: a wait with a time limit is one that polls.
    pub fn spins(&self) -> bool {
        !self.blocked || self.op == Op::WakeTimeout
    }

    /// Whether it is about a lock, in memory or on a file.
    pub fn is_for_a_lock(&self) -> bool {
        self.op.lock().is_some()
    }
}

impl Story {
    /// Whether the execution ended with `main` and all others blocked.
    pub fn is_stuck(&self) -> bool {
        let main_waits = self.waits.iter().any(|wait| wait.actor == ActorId::MAIN);
        main_waits && self.waits.iter().all(|wait| wait.blocked)
    }

    /// Whether the execution was stopped although a thread could still run: it spins, and `main` is still waiting.
    pub fn ends_spinning(&self) -> bool {
        let main_waits = self.waits.iter().any(|wait| wait.actor == ActorId::MAIN);
        let spins = |wait: &Wait| wait.spins() && wait.op != Op::Begin;
        main_waits && self.waits.iter().any(spins)
    }

    /// Whether only the harness uses the thing, and nothing was decided by it.
    pub fn is_of_the_check(&self, id: Option<ObjectId>) -> bool {
        let decided = self
            .decisive
            .as_ref()
            .and_then(|decisive| self.events.get(decisive.event?));
        let mut lines = self
            .events
            .iter()
            .filter(|event| event.object_id == id)
            .map(|event| event.line);
        decided.is_none_or(|event| event.object_id != id)
            && lines.all(|line| line.is_some_and(|line| !self.source.is_own(line)))
    }

    /// The name of an actor.
    pub fn name(&self, actor: ActorId) -> &str {
        self.actors
            .get(actor.index())
            .map_or("?", |actor| actor.name.as_str())
    }
}

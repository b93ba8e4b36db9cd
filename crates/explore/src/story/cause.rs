//! Why the decisive step breaks the program: a value, which reports put into words. Actors are named by their numbers,
//! objects as the code names them.

use crate::naming::actors::ActorId;
use crate::naming::value::Value;
use serde::{Deserialize, Serialize};

/// What is wrong with the decisive step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// It loads an older value of an atomic than the newest.
    StaleRead {
        /// The last writer before it.
        writer: ActorId,
        /// What that one wrote.
        written: Option<Value>,
    },
    /// It writes an atomic, behind an older value than the newest: what it writes is overwritten already.
    StaleWrite {
        /// The last writer before it.
        writer: ActorId,
        /// What that one wrote.
        written: Option<Value>,
    },
    /// It is a `compare_exchange_weak` that fails although it finds the value that it expects.
    FailsSpuriously,
    /// It stores a value that was worked out from one read before another actor wrote.
    UsesOldValue {
        /// That actor.
        writer: ActorId,
    },
    /// It acts on what an object was before another actor changed it.
    ActsOnOldValue {
        /// The object.
        object: String,
        /// That actor.
        writer: ActorId,
    },
    /// It looks at something else after an object that it had read was changed.
    ChangedSinceRead {
        /// The object.
        object: String,
        /// Who changed it.
        writer: ActorId,
    },
    /// It uses a file that was removed or replaced since it was opened.
    UsesRemovedFile {
        /// The file.
        object: String,
        /// Who removed or replaced it.
        by: ActorId,
        /// Whether another file is in its place.
        replaced: bool,
    },
    /// An attempt fails, and is never made again.
    GivesUp(FailedAttempt),
    /// It reads an object for the last time while others still work.
    ReadsTooEarly {
        /// The object.
        object: String,
        /// Those that have not finished.
        working: Vec<ActorId>,
    },
    /// Where a file was longer, its end stays.
    LeavesTrailingBytes {
        /// The file.
        object: String,
    },
    /// It is the last receive on a channel in which there are more messages.
    LeavesMessages {
        /// The channel.
        object: String,
        /// How many.
        count: usize,
    },
    /// It overwrites a value of its own actor's that was never read.
    OverwritesUnread {
        /// The value, where it is known.
        value: Option<Value>,
    },
    /// It overwrites what another actor wrote.
    OverwritesOther {
        /// That actor.
        writer: ActorId,
    },
    /// It comes between two steps of an actor that was preempted there.
    ComesBetween {
        /// That actor.
        preempted: ActorId,
        /// The lines of its last step before and its first step after, where both are known.
        lines: Option<(usize, usize)>,
    },
    /// Nothing orders it after another access to the same memory.
    Unordered {
        /// Whose access that is.
        first: ActorId,
        /// Whether it writes.
        writes: bool,
        /// Its line.
        line: Option<usize>,
    },
    /// The memory was freed.
    Freed {
        /// By this actor.
        by: ActorId,
    },
    /// It is never done: its actor is blocked before it forever.
    BlockedForever {
        /// That actor.
        actor: ActorId,
    },
    /// Its actor takes no further step, and does not end.
    RunsForever,
    /// Its actor repeats it forever.
    SpinsForever,
    /// It ends the program before the check has finished.
    EndsTheProgram,
    /// Its thread, which is not `main`, ends the whole program.
    Exits {
        /// With this exit code, where it is known.
        code: Option<i64>,
    },
    /// Its process is killed before it.
    IsKilled,
    /// A wait on a condition variable returns without a notification.
    SpuriousWakeup,
    /// A `park` returns without a token.
    SpuriousPark,
    /// It notifies before the actor for which it is meant waits.
    LostWakeup {
        /// That actor.
        waiter: ActorId,
    },
    /// It makes a token available that already is, and the actor that it unparks parks once more.
    LostUnpark {
        /// That actor.
        parked: ActorId,
    },
    /// Another thread acquires the lock between the notification and the wakeup, and the condition is not checked again.
    StolenWakeup {
        /// That thread.
        thief: ActorId,
    },
    /// It notifies before the object is changed that the condition is about.
    NotifiesTooEarly {
        /// The object.
        object: String,
    },
    /// It changes what a condition is about, and no notification follows.
    DoesNotNotify {
        /// What it changes.
        object: String,
        /// The actor that waits for it.
        waiter: ActorId,
    },
    /// It changes what a condition is about once more, before the notified actor has read it.
    ChangesAgain {
        /// What it changes.
        object: String,
        /// The notified actor.
        waiter: ActorId,
    },
    /// It notifies one actor only, and another one waits forever.
    WakesAnother {
        /// The one that is woken.
        woken: ActorId,
        /// The one that waits forever.
        waiter: ActorId,
    },
    /// The lock is poisoned.
    Poisoned {
        /// The lock.
        object: String,
        /// Who panicked while holding it.
        by: ActorId,
    },
    /// Its actor panics after it.
    Panics {
        /// The first line of the panic's message.
        message: String,
    },
}

/// What an actor attempted, and found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailedAttempt {
    /// A `compare_exchange` finds a value that this actor wrote.
    ChangedBy(ActorId),
    /// The lock is held.
    ToLock(String),
    /// The file to be created exists.
    Exists(String),
    /// The path cannot be created.
    ToCreate(String),
    /// The channel is empty.
    NoMessage,
    /// The `OnceLock` to be set is set already.
    ToSet {
        /// The `OnceLock`.
        object: String,
        /// Who has set it.
        by: ActorId,
    },
}

//! What there is to say of a program that passes. Pure.

use explore::panics;
use protocol::{Panic, Reply};

use super::actors;
use super::legend::Legend;
use super::outcome;
use crate::failure::{Apart, Location};

/// Something that a program does, and is no failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It spawns threads or processes, and nothing ran at the same time.
    NothingAtOnce(Apart),
    /// A thread or a process panicked, and the program ended well.
    UnnoticedPanic {
        /// Which one, by name.
        who: String,
        /// The panic's message.
        message: String,
        /// Where it panicked.
        location: Option<Location>,
    },
}

/// The first panic that ended a thread or a process, and was never noticed: nothing has joined it, or waited for it.
pub fn unnoticed_panic(reply: &Reply, legend: &Legend) -> Option<Remark> {
    let unnoticed = |panic: &&Panic| !panic.caught && !panics::is_joined(reply, panic.task);
    let panic = reply.panics.iter().find(unnoticed)?;
    let actors = actors::actors(reply, &legend.source);
    Some(Remark::UnnoticedPanic {
        who: actors[panic.task.index()].name.clone(),
        message: panic.message.clone(),
        location: outcome::location_of_panic(reply, panic, legend),
    })
}

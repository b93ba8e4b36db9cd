//! What there is to say of a program that passes. Pure.

use std::mem::discriminant;

use explore::panics;
use protocol::{Op, Panic, ProcessId, Reply};

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
    /// A child process still runs when the program ends.
    LeftRunning {
        /// Which one, by name.
        who: String,
        /// Where it was spawned.
        location: Option<Location>,
    },
}

/// What is remarked of an execution that ended well.
pub fn of_execution(reply: &Reply, legend: &Legend) -> impl Iterator<Item = Remark> {
    let remarks = [unnoticed_panic(reply, legend), left_running(reply, legend)];
    remarks.into_iter().flatten()
}

/// Adds a remark, unless there is one of the same kind.
pub fn add(remarks: &mut Vec<Remark>, remark: Remark) {
    let is_alike = |known: &Remark| discriminant(known) == discriminant(&remark);
    if !remarks.iter().any(is_alike) {
        remarks.push(remark);
    }
}

/// The first panic that ended a thread or a process, and was never noticed: nothing has joined it, or waited for it.
fn unnoticed_panic(reply: &Reply, legend: &Legend) -> Option<Remark> {
    let unnoticed = |panic: &&Panic| !panic.caught && !panics::is_joined(reply, panic.task);
    let panic = reply.panics.iter().find(unnoticed)?;
    let actors = actors::actors(reply, &legend.source);
    Some(Remark::UnnoticedPanic {
        who: actors[panic.task.index()].name.clone(),
        message: panic.message.clone(),
        location: outcome::location_of_panic(reply, panic, legend),
    })
}

/// The first child process that still ran when the program ended.
fn left_running(reply: &Reply, legend: &Legend) -> Option<Remark> {
    let mut children = reply.processes.iter().enumerate().skip(1);
    let (child, _) = children.find(|(_, process)| process.exit.is_none())?;
    let child = ProcessId::new(u8::try_from(child).ok()?);
    let task = reply.tasks.iter().position(|task| task.process == child)?;
    let actors = actors::actors(reply, &legend.source);
    let spawn = reply.steps.iter().find(|step| {
        step.op == Op::ProcessSpawn && step.written == Some(u64::from(child.number()))
    })?;
    let line = legend.line(reply, spawn.place, &spawn.frames);
    Some(Remark::LeftRunning {
        who: actors[task].name.clone(),
        location: line.map(|line| Location {
            file: legend.source.name().to_owned(),
            line,
        }),
    })
}

//! What a step may show of what others did, and how what it leaves stands to that. Pure.

use std::path::Path;

use protocol::effects::Reads;
use protocol::{ObjectId, Op, Reply, Step};

/// What a step may show of what others did with its object. A [`Reads::Value`] can be tampered with.
pub fn sight(step: &Step) -> Reads {
    let reads = step.op.effects().reads;
    match step.op {
        // Most threads return nothing.
        Op::Join if step.size == 0 => Reads::Nothing,
        Op::PlainRead if step.size > 8 => Reads::Something,
        Op::AtomicUpdate
        | Op::AtomicExchange
        | Op::Receive
        | Op::TryReceive
        | Op::ReceiveTimeout
        | Op::PipeRead => Reads::Value,
        _ => reads,
    }
}

/// How a value that a step leaves stands to the one before it.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    /// It does not depend on it.
    Fresh,
    /// It may.
    Changed,
}

/// What the step writes, if it writes data.
pub fn written(step: &Step) -> Option<Written> {
    match step.op {
        Op::AtomicStore | Op::PlainWrite | Op::FileWrite | Op::PathWrite => Some(Written::Fresh),
        Op::AtomicUpdate | Op::AtomicExchange if step.op.changes(step.succeeded) => {
            Some(Written::Changed)
        }
        _ => None,
    }
}

/// Whether two numbers mean one thing: a file may have more of them, one for each time that its path was looked up.
pub fn is_same(reply: &Reply, one: ObjectId, other: ObjectId) -> bool {
    let object = |id: ObjectId| reply.objects.get(id as usize);
    match (object(one), object(other)) {
        (Some(_), Some(_)) if one == other => true,
        (Some(one), Some(other)) => !one.name.is_empty() && one.name == other.name,
        _ => false,
    }
}

/// Whether the one lies in the other, which is a folder.
pub fn is_within(reply: &Reply, one: ObjectId, folder: ObjectId) -> bool {
    let name = |id: ObjectId| {
        let object = reply.objects.get(id as usize)?;
        Some(Path::new(&object.name)).filter(|name| !name.as_os_str().is_empty())
    };
    match (name(one), name(folder)) {
        (Some(one), Some(folder)) => {
            folder == Path::new(".") || (one != folder && one.starts_with(folder))
        }
        _ => false,
    }
}

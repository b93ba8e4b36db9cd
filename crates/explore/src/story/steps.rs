//! What the events of a story do to shared data.

use protocol::effects::{Reads, Writes};
use protocol::{ObjectId, ObjectKind, Op};

use super::cause::Cause;
use super::{Decisive, Event, Story};

/// The decisive step, if that event is it.
pub(crate) fn at(interleaving: &Story, event: usize, cause: Cause) -> Decisive {
    Decisive {
        event: Some(event),
        line: interleaving.events[event].line,
        cause,
        first: None,
    }
}

/// Whether another thread uses what the event touches.
pub(crate) fn is_shared(interleaving: &Story, event: &Event) -> bool {
    let thing = Thing::of(event);
    let named = Thing::File(event.second.clone());
    interleaving.events.iter().any(|other| {
        other.actor != event.actor
            && (thing.is_touched_by(other)
                || (!event.second.is_empty() && named.is_touched_by(other)))
    })
}

/// Something that events use: by its number, or a file by its name, as a path may lead to another file later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Number(Option<ObjectId>),
    File(String),
}

impl Thing {
    pub(crate) fn of(event: &Event) -> Thing {
        match event.kind {
            Some(ObjectKind::File | ObjectKind::Path | ObjectKind::OpenFile) => {
                Thing::File(event.object.clone())
            }
            _ => Thing::Number(event.object_id),
        }
    }

    pub(crate) fn is_touched_by(&self, event: &Event) -> bool {
        match self {
            Thing::File(name) => {
                Thing::of(event) == *self || (!name.is_empty() && event.second == *name)
            }
            Thing::Number(_) => Thing::of(event) == *self,
        }
    }
}

/// Whether the event only looks at shared data.
pub(crate) fn looks(event: &Event) -> bool {
    let is_look = matches!(
        event.op,
        Op::AtomicLoad
            | Op::PlainRead
            | Op::FileRead
            | Op::FileMetadata
            | Op::PathRead
            | Op::IsFinished
    );
    (is_look && !event.inside)
        || (matches!(event.op, Op::FileCreate | Op::PathWrite) && !event.succeeded)
        || (event.op == Op::FileSeek && !event.second.is_empty())
        || (event.op == Op::AtomicExchange && !event.succeeded)
}

/// Whether the event reads shared data.
pub fn is_read(event: &Event) -> bool {
    let effects = event.op.effects();
    match event.op {
        _ if event.inside => false,
        // Counts an owner: only dropping the last one depends on how many there are.
        Op::AtomicUpdate => event.read.is_some() && event.kind != Some(ObjectKind::Count),
        // What a thread returns is its own.
        Op::Join => false,
        _ => effects.reads == Reads::Value || effects.writes == Writes::Update,
    }
}

/// Whether the event stores a value that was worked out before.
pub(crate) fn stores(event: &Event) -> bool {
    !event.inside && event.op.effects().writes == Writes::Value
}

/// Whether the event changes shared data.
pub fn changes(event: &Event) -> bool {
    match event.op.effects().writes {
        _ if event.inside => false,
        Writes::Value => true,
        Writes::Update if event.op == Op::AtomicUpdate => event.written.is_some(),
        Writes::Update | Writes::Path | Writes::Length => event.succeeded,
        Writes::Message | Writes::Nothing => false,
    }
}

/// Whether the event acquires a lock that is poisoned.
pub fn is_poisoned_lock(event: &Event) -> bool {
    event.poisoned && event.op.is_acquisition()
}

//! Which steps are worth a row, and which are only counted. Pure.

use std::collections::BTreeSet;

use protocol::{ObjectId, ObjectKind, Op};

use super::super::cells::Objects;
use super::super::words;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::legend::{Depth, MEMORY};
use crate::exploration::value::Value;
use crate::exploration::{changes, is_read};
use crate::styled::Glyphs;

/// What it takes to tell.
pub struct Visible<'a> {
    interleaving: &'a Interleaving,
    glyphs: Glyphs,
    shared: &'a Objects,
    /// Files that are written here and there by several, and not anew each time.
    logs: Objects,
    /// Paths that have led to several files that were locked: it matters which of them is opened.
    replaced: BTreeSet<ObjectId>,
}

impl<'a> Visible<'a> {
    /// For one interleaving.
    pub fn new(interleaving: &'a Interleaving, glyphs: Glyphs, shared: &'a Objects) -> Visible<'a> {
        Visible {
            interleaving,
            glyphs,
            shared,
            logs: logs(interleaving),
            replaced: replaced(interleaving),
        }
    }

    /// Whether the step is worth a row, or part of one.
    pub fn is_shown(&self, event: &Event) -> bool {
        !self.is_quiet(event)
            && !is_inner(event, self.interleaving)
            && !self.is_the_checks(event)
            && words::whole_effect(event, self.interleaving, self.glyphs).is_some()
    }

    fn is_quiet(&self, event: &Event) -> bool {
        let path = event.file.as_ref().map(|file| file.path);
        let is_shared = self.shared.contains(&event.object_id);
        match event.op {
            Op::Begin | Op::End | Op::Fence => true,
            // It ends a story that is about it; otherwise every process exits.
            Op::ProcessExit => {
                let decisive = self.interleaving.decisive.as_ref();
                let at = decisive.and_then(|decisive| decisive.event);
                at.and_then(|at| self.interleaving.events.get(at)) != Some(event)
            }
            Op::FileOpen => {
                event.succeeded && path.is_none_or(|path| !self.replaced.contains(&path))
            }
            // Only where the end of the file is looked for it matters what others do.
            Op::FileSeek => event.second.is_empty() && !is_shared,
            Op::FileMetadata | Op::PoisonRead | Op::Free => !is_shared,
            Op::FileClose => !event.succeeded,
            Op::SenderDrop | Op::SenderClone | Op::OnceRead | Op::OnceWait => true,
            Op::PlainRead if event.read == Some(Value::Address(None)) => true,
            Op::PlainRead | Op::AtomicLoad => event.object.starts_with(MEMORY) && !is_shared,
            Op::Spawn
            | Op::Join
            | Op::IsFinished
            | Op::Yield
            | Op::Spin
            | Op::Sleep
            | Op::Park
            | Op::ParkTimeout
            | Op::Unpark
            | Op::Lock
            | Op::TryLock
            | Op::Unlock
            | Op::ReadLock
            | Op::TryReadLock
            | Op::WriteLock
            | Op::WriteWait
            | Op::TryWriteLock
            | Op::ReadUnlock
            | Op::WriteUnlock
            | Op::PoisonClear
            | Op::Wait
            | Op::Wake
            | Op::WakeTimeout
            | Op::NotifyOne
            | Op::NotifyAll
            | Op::BarrierArrive
            | Op::BarrierPass
            | Op::OnceBegin
            | Op::OnceEnd
            | Op::Send
            | Op::TrySend
            | Op::Receive
            | Op::ReceiveWait
            | Op::TryReceive
            | Op::ReceiveTimeout
            | Op::SendTaken
            | Op::ReceiverDrop
            | Op::AtomicStore
            | Op::AtomicUpdate
            | Op::AtomicExchange
            | Op::PlainWrite
            | Op::FileCreate
            | Op::FileRead
            | Op::FileWrite
            | Op::FileSetLen
            | Op::PathRead
            | Op::PathWrite
            | Op::FileLock
            | Op::FileLockShared
            | Op::FileTryLock
            | Op::FileTryLockShared
            | Op::FileUnlock
            | Op::ProcessSpawn
            | Op::ProcessWait
            | Op::ProcessTryWait
            | Op::ProcessKill
            | Op::ProcessDied
            | Op::Crash
            | Op::PipeRead
            | Op::PipeWrite
            | Op::PipeClose
            | Op::Print => false,
        }
    }

    /// Whether it is of the check's own, and says nothing of the program.
    fn is_the_checks(&self, event: &Event) -> bool {
        let line = event.line;
        let theirs = line.is_some_and(|line| !self.interleaving.source.is_own(line));
        let of_data = matches!(
            event.kind,
            Some(
                ObjectKind::Memory
                    | ObjectKind::Count
                    | ObjectKind::File
                    | ObjectKind::Path
                    | ObjectKind::Mutex
                    | ObjectKind::RwLock
                    | ObjectKind::Condvar
                    | ObjectKind::Once
            )
        );
        theirs
            && (event.op == Op::Print
                || (of_data && self.interleaving.is_of_the_check(event.object_id)))
    }

    /// Whether it is only counted: no other thread uses what it uses.
    pub fn is_folded(&self, event: &Event) -> bool {
        let private = is_read(event) || changes(event) || event.op.is_acquisition();
        let of_lock = matches!(
            event.op,
            Op::Unlock | Op::ReadUnlock | Op::WriteUnlock | Op::FileUnlock
        );
        let of_a_path = matches!(event.op, Op::FileCreate | Op::FileOpen | Op::PathWrite);
        (private || of_lock)
            && !self.shared.contains(&event.object_id)
            && !(of_a_path && self.shared.contains(&event.second_id))
    }

    /// Whether it matters where in the file it writes.
    pub fn shows_places(&self, event: &Event) -> bool {
        let begins_later = event.bytes.as_ref().is_some_and(|bytes| bytes.start > 0);
        event.op == Op::FileWrite && (begins_later || self.logs.contains(&event.object_id))
    }
}

/// Whether it is how the kit's part, or std, does what the learner's line asks for.
pub fn is_inner(event: &Event, interleaving: &Interleaving) -> bool {
    let theirs = event
        .line
        .is_some_and(|line| !interleaving.source.is_own(line));
    let deep = event.depth == Depth::InHarness;
    let of_a_lock = event.op.is_acquisition()
        || matches!(
            event.op,
            Op::Unlock | Op::Wait | Op::Wake | Op::NotifyOne | Op::NotifyAll
        );
    event.inside || (deep && !is_read(event) && !changes(event)) || (theirs && of_a_lock)
}

fn logs(interleaving: &Interleaving) -> Objects {
    let empties = |event: &Event| matches!(event.op, Op::FileCreate | Op::FileSetLen);
    let writers = |file: Option<ObjectId>| -> BTreeSet<ActorId> {
        interleaving
            .events
            .iter()
            .filter(|event| event.op == Op::FileWrite && event.object_id == file)
            .map(|event| event.actor)
            .collect()
    };
    let emptied = |file: Option<ObjectId>| {
        interleaving.events.iter().any(|event| {
            let of_it = event.object_id == file || event.second_id == file;
            event.actor != ActorId::MAIN && of_it && empties(event) && event.succeeded
        })
    };
    interleaving
        .events
        .iter()
        .filter(|event| event.op == Op::FileWrite)
        .map(|event| event.object_id)
        .filter(|file| writers(*file).len() > 1 && !emptied(*file))
        .collect()
}

fn replaced(interleaving: &Interleaving) -> BTreeSet<ObjectId> {
    interleaving
        .events
        .iter()
        .filter(|event| event.op.is_acquisition())
        .filter_map(|event| event.file.as_ref())
        .filter(|file| file.generation > 1 || file.removed)
        .map(|file| file.path)
        .collect()
}

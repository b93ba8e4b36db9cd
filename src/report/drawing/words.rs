//! What a step does, in a few words. Pure.

use baton::protocol::{ObjectKind, Op};

use super::glyphs::Glyphs;
use crate::explore::interleaving::{Event, Interleaving};

/// What the step does; `None` where there is nothing worth a word.
///
/// A name that the learner's own line says already is not said again.
pub fn effect(event: &Event, told: &Interleaving, glyphs: Glyphs) -> Option<String> {
    let code = event.line.map_or("", |line| told.source.line(line));
    let object = event.object.as_str();
    let said = !object.is_empty() && code.contains(base(object)) && !object.contains('#');
    let of = |verb: &str| {
        if said || object.is_empty() {
            verb.to_owned()
        } else {
            format!("{verb} {object}")
        }
    };
    let value = |verb: &str, value: &Option<String>| {
        let value = value.as_deref().unwrap_or("?");
        if said || object.is_empty() {
            format!("{verb} {value}")
        } else if verb == "reads" {
            format!("reads {value} from {object}")
        } else {
            format!("writes {value} to {object}")
        }
    };
    let unless = |words: String, otherwise: &str| {
        if event.succeeded {
            words
        } else {
            otherwise.to_owned()
        }
    };
    Some(match event.op {
        Op::AtomicLoad if event.weak => format!("{}, an old value", value("reads", &event.read)),
        Op::AtomicLoad | Op::PlainRead | Op::FileRead => value("reads", &event.read),
        Op::AtomicStore | Op::PlainWrite | Op::FileWrite => value("writes", &event.written),
        Op::AtomicExchange if !event.succeeded => {
            format!("finds {}, changes nothing", event.read.as_deref()?)
        }
        Op::AtomicUpdate | Op::AtomicExchange => format!(
            "{} {} {} in one step",
            event.read.as_deref()?,
            glyphs.becomes(),
            event.written.as_deref()?
        ),
        Op::Lock | Op::TryLock if event.poisoned => format!("{}, finds it poisoned", of("takes")),
        Op::ReadLock | Op::TryReadLock if event.poisoned => {
            format!("{} to read, finds it poisoned", of("takes"))
        }
        Op::WriteLock | Op::TryWriteLock if event.poisoned => {
            format!("{} to write, finds it poisoned", of("takes"))
        }
        Op::Unlock | Op::WriteUnlock if event.poisoned => {
            format!("panics, gives {object} back, poisoned")
        }
        Op::Lock => of("takes"),
        Op::ReadLock => format!("{} to read", of("takes")),
        Op::WriteLock => format!("{} to write", of("takes")),
        Op::TryLock | Op::TryReadLock | Op::TryWriteLock => {
            unless(of("takes"), &format!("cannot have {object}"))
        }
        Op::Unlock | Op::ReadUnlock | Op::WriteUnlock => format!("gives {object} back"),
        Op::FileLock => format!("locks {object}"),
        Op::FileLockShared => format!("locks {object} together with others"),
        Op::FileTryLock | Op::FileTryLockShared => {
            unless(format!("locks {object}"), &format!("cannot lock {object}"))
        }
        Op::FileUnlock => format!("unlocks {object}"),
        Op::FileClose if event.succeeded => format!("closes {object}: unlocks it"),
        Op::FileCreate | Op::FileSetLen => file_emptied(event),
        Op::FileOpen => unless(of("opens"), &format!("{object} is not there")),
        Op::PathWrite => path_write(event),
        Op::PathRead => unless(of("looks for"), &format!("{object} is not there")),
        Op::Wait => format!("waits on {object}, gives {} back", event.second),
        Op::Wake | Op::WakeTimeout => {
            let why = if event.succeeded {
                "is woken"
            } else {
                "wakes by itself"
            };
            format!("{why}, has {} again", event.second)
        }
        Op::NotifyOne => format!("wakes one on {object}"),
        Op::NotifyAll => format!("wakes all on {object}"),
        Op::BarrierArrive => of("arrives at"),
        Op::BarrierPass => of("passes"),
        Op::Send | Op::TrySend => unless("sends a message".into(), "cannot send"),
        Op::SendTaken => "its message is taken".into(),
        Op::Receive | Op::TryReceive | Op::ReceiveTimeout => {
            unless("receives a message".into(), "receives nothing")
        }
        Op::SenderDrop => "drops a sender".into(),
        Op::ReceiverDrop => "drops the receiver".into(),
        Op::Spawn | Op::ProcessSpawn => format!("starts {}", started(event, told)),
        Op::Join | Op::ProcessWait => format!("sees that {object} has ended"),
        Op::IsFinished | Op::ProcessTryWait => format!("looks whether {object} has ended"),
        Op::ProcessKill => format!("kills {object}"),
        Op::ProcessDied => "dies".into(),
        Op::Print => "prints".into(),
        Op::Park => "goes on, unparked".into(),
        Op::ParkTimeout => "goes on".into(),
        Op::Unpark => format!("unparks {object}"),
        Op::Sleep => "sleeps".into(),
        Op::Yield | Op::Spin => "lets others go first".into(),
        Op::OnceBegin if event.read.as_deref() == Some("1") => "finds it initialised".into(),
        Op::OnceBegin => "begins to initialise".into(),
        Op::OnceEnd => "has initialised".into(),
        _ => return None,
    })
}

/// What one waits for who cannot do this step.
pub fn waits_for(op: Op, object: &str, holders: &[&str]) -> String {
    let has = match holders {
        [] => String::new(),
        [one] => format!(": {one} has it"),
        many => format!(": {} have it", many.join(" and ")),
    };
    match op {
        Op::Join | Op::ProcessWait => format!("waits until {object} has ended"),
        Op::Wake | Op::WakeTimeout => format!("sleeps on {object}, until it is woken"),
        Op::Receive | Op::ReceiveTimeout => format!("waits for a message in {object}"),
        Op::Send | Op::SendTaken => format!("waits for room in {object}"),
        Op::BarrierPass => format!("waits for the others at {object}"),
        Op::Park | Op::ParkTimeout => "waits to be unparked".into(),
        Op::PipeRead => "waits for the output".into(),
        _ => format!("waits for {object}{has}"),
    }
}

/// `ACCOUNTS` of `ACCOUNTS#2`.
fn base(name: &str) -> &str {
    name.split('#').next().unwrap_or(name)
}

fn file_emptied(event: &Event) -> String {
    let object = &event.object;
    if event.op == Op::FileCreate {
        return format!("opens {object}, empty now");
    }
    match event.written.as_deref() {
        None | Some("0") => format!("empties {object}"),
        Some("1") => format!("makes {object} 1 byte long"),
        Some(length) => format!("makes {object} {length} bytes long"),
    }
}

fn path_write(event: &Event) -> String {
    let object = &event.object;
    match event.second_kind {
        _ if !event.succeeded => format!("cannot change {object}"),
        Some(ObjectKind::Path) => format!("renames {object} to {}", event.second),
        Some(_) => format!("removes {object}"),
        None => format!("makes or removes {object}"),
    }
}

fn started(event: &Event, told: &Interleaving) -> String {
    if event.kind == Some(ObjectKind::Task) || !event.object.is_empty() {
        return event.object.clone();
    }
    let number = event.written.as_deref().and_then(|text| text.parse().ok());
    number.map_or_else(|| "another".to_owned(), |actor| told.name(actor).to_owned())
}

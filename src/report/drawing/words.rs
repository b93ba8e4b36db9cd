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
        Op::AtomicLoad if event.weak => format!("{} (stale)", value("reads", &event.read)),
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
        Op::Lock | Op::TryLock if event.poisoned => format!("{}: poisoned", of("locks")),
        Op::ReadLock | Op::TryReadLock if event.poisoned => {
            format!("{}: poisoned", of("read-locks"))
        }
        Op::WriteLock | Op::TryWriteLock if event.poisoned => {
            format!("{}: poisoned", of("write-locks"))
        }
        Op::Unlock | Op::WriteUnlock if event.poisoned => {
            format!("panics: unlocks {object}, poisoned")
        }
        Op::Lock => of("locks"),
        Op::ReadLock => of("read-locks"),
        Op::WriteLock => of("write-locks"),
        Op::TryLock => unless(of("locks"), &format!("fails to lock {object}")),
        Op::TryReadLock => unless(of("read-locks"), &format!("fails to read-lock {object}")),
        Op::TryWriteLock => unless(of("write-locks"), &format!("fails to write-lock {object}")),
        Op::Unlock | Op::ReadUnlock | Op::WriteUnlock => format!("unlocks {object}"),
        Op::FileLock => format!("locks {object}"),
        Op::FileLockShared => format!("locks {object} (shared)"),
        Op::FileTryLock => unless(
            format!("locks {object}"),
            &format!("fails to lock {object}"),
        ),
        Op::FileTryLockShared => unless(
            format!("locks {object} (shared)"),
            &format!("fails to lock {object} (shared)"),
        ),
        Op::FileUnlock => format!("unlocks {object}"),
        Op::FileClose if event.succeeded => format!("closes {object}: unlocks it"),
        Op::FileCreate | Op::FileSetLen => file_emptied(event),
        Op::FileOpen => unless(of("opens"), &format!("{object} does not exist")),
        Op::PathWrite => path_write(event),
        Op::PathRead => unless(of("looks for"), &format!("{object} does not exist")),
        Op::Wait => format!("waits on {object}, unlocks {}", event.second),
        Op::Wake | Op::WakeTimeout => {
            let why = match event.op {
                _ if event.succeeded => "is notified",
                Op::WakeTimeout => "times out",
                _ => "spurious wakeup",
            };
            format!("{why}, reacquires {}", event.second)
        }
        Op::NotifyOne => format!("notifies one on {object}"),
        Op::NotifyAll => format!("notifies all on {object}"),
        Op::BarrierArrive => of("arrives at"),
        Op::BarrierPass => of("passes"),
        Op::Send | Op::TrySend => unless("sends a message".into(), "fails to send"),
        Op::SendTaken => "its message is received".into(),
        Op::Receive | Op::TryReceive | Op::ReceiveTimeout => {
            unless("receives a message".into(), "receives nothing")
        }
        Op::SenderDrop => "drops a sender".into(),
        Op::ReceiverDrop => "drops the receiver".into(),
        Op::Spawn | Op::ProcessSpawn => format!("starts {}", started(event, told)),
        Op::Join => format!("joins {object}"),
        Op::ProcessWait => format!("reaps {object}"),
        Op::IsFinished | Op::ProcessTryWait => format!("checks whether {object} has finished"),
        Op::ProcessKill => format!("kills {object}"),
        Op::ProcessDied => "dies".into(),
        Op::Print => "prints".into(),
        Op::Park => "is unparked".into(),
        Op::ParkTimeout => "its park ends".into(),
        Op::Unpark => format!("unparks {object}"),
        Op::Sleep => "sleeps".into(),
        Op::Yield | Op::Spin => "yields".into(),
        Op::OnceBegin if event.read.as_deref() == Some("1") => "finds it initialised".into(),
        Op::OnceBegin => "begins to initialise".into(),
        Op::OnceEnd => "has initialised".into(),
        _ => return None,
    })
}

/// What blocks an actor that cannot do this step.
pub fn blocked(op: Op, object: &str, holders: &[&str]) -> String {
    let held = match holders {
        [] => String::new(),
        holders => format!(" (held by {})", holders.join(" and ")),
    };
    match op {
        Op::Join => format!("blocked joining {object}"),
        Op::ProcessWait => format!("blocked waiting for {object} to exit"),
        Op::Wake | Op::WakeTimeout | Op::BarrierPass => format!("blocked in {object}.wait()"),
        Op::Receive | Op::ReceiveTimeout => format!("blocked in recv(): no message in {object}"),
        Op::Send => format!("blocked in send(): {object} is full"),
        Op::SendTaken => format!("blocked in send() until {object} is received"),
        Op::Park | Op::ParkTimeout => "blocked in park()".into(),
        Op::PipeRead => "blocked reading a process's output".into(),
        _ => format!("blocked on {object}{held}"),
    }
}

/// `ACCOUNTS` of `ACCOUNTS#2`.
fn base(name: &str) -> &str {
    name.split('#').next().unwrap_or(name)
}

fn file_emptied(event: &Event) -> String {
    let object = &event.object;
    if event.op == Op::FileCreate {
        return format!("opens and truncates {object}");
    }
    match event.written.as_deref() {
        None | Some("0") => format!("truncates {object}"),
        Some("1") => format!("sets {object} to 1 byte"),
        Some(length) => format!("sets {object} to {length} bytes"),
    }
}

fn path_write(event: &Event) -> String {
    let object = &event.object;
    match event.second_kind {
        _ if !event.succeeded => format!("fails to change {object}"),
        Some(ObjectKind::Path) => format!("renames {object} to {}", event.second),
        Some(_) => format!("removes {object}"),
        None => format!("creates or removes {object}"),
    }
}

fn started(event: &Event, told: &Interleaving) -> String {
    if event.kind == Some(ObjectKind::Task) || !event.object.is_empty() {
        return event.object.clone();
    }
    let number = event.written.as_deref().and_then(|text| text.parse().ok());
    number.map_or_else(|| "another".to_owned(), |actor| told.name(actor).to_owned())
}

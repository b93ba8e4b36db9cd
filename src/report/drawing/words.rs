//! What a step does, in a few words. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use protocol::effects::LockPlace;
use protocol::{ObjectKind, Op};

use super::state::names;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::value::Value;
use crate::exploration::{changes, is_failed_set, is_lost_unpark, is_read, runs_another};
use crate::report::value::{self, Whole};
use crate::styled::Glyphs;

/// More of a text than this is cut.
const TEXT: usize = 24;

/// What the step does; `None` where there is nothing worth a word.
///
/// The name of its object is left out where it `is_said` already.
pub fn effect(
    event: &Event,
    interleaving: &Interleaving,
    glyphs: Glyphs,
    is_said: bool,
) -> Option<String> {
    let object = name(event);
    let names_it = is_said || object.is_empty();
    let of = |verb: &str| {
        if names_it {
            verb.to_owned()
        } else {
            format!("{verb} {object}")
        }
    };
    let shown = |value: &Option<Value>| value.as_ref().map(|value| value::in_words(value, glyphs));
    let value = |verb: &str, value: Option<String>| {
        let value = value.unwrap_or_else(|| "?".to_owned());
        if names_it {
            format!("{verb} {value}")
        } else if verb == "reads" {
            format!("reads {value} from {object}")
        } else {
            format!("writes {value} to {object}")
        }
    };
    let whole = |verb: &str| {
        if names_it {
            format!("{verb} the whole value")
        } else {
            format!("{verb} all of {object}")
        }
    };
    Some(match event.op {
        Op::AtomicLoad if event.stale => format!("{} (stale)", value("reads", shown(&event.read))),
        Op::AtomicStore if event.stale => {
            let written = value("writes", shown(&event.written));
            match shown(&event.read) {
                Some(behind) => format!("{written} right behind {behind}"),
                None => written,
            }
        }
        Op::FileRead if !event.text.is_empty() => value("reads", Some(cut(&event.text))),
        Op::Free => match shown(&event.read) {
            Some(address) => format!("{} ({address})", of("frees")),
            None => of("frees"),
        },
        Op::PlainRead if event.read.is_none() => whole("reads"),
        Op::PlainWrite if event.written.is_none() => whole("writes"),
        Op::AtomicLoad | Op::PlainRead | Op::FileRead => value("reads", shown(&event.read)),
        Op::AtomicStore | Op::PlainWrite => value("writes", shown(&event.written)),
        Op::FileWrite => value("writes", Some(cut(&event.text))),
        Op::AtomicExchange if !event.succeeded => {
            let read = shown(&event.read)?;
            let stale = if event.stale { " (stale)" } else { "" };
            // That others own it too is no failure.
            let nothing = match event.kind {
                Some(ObjectKind::Count) => "",
                _ => ", changes nothing",
            };
            match names_it {
                _ if event.spurious => format!("finds {read}, fails spuriously"),
                true => format!("finds {read}{stale}{nothing}"),
                false => format!("finds {read}{stale} in {object}{nothing}"),
            }
        }
        Op::AtomicUpdate | Op::AtomicExchange => {
            let (read, written) = (shown(&event.read)?, shown(&event.written)?);
            let stale = if event.stale { " (stale)" } else { "" };
            let update = format!("{read}{stale} {} {written} in one step", glyphs.becomes());
            match names_it {
                true => update,
                false => format!("changes {object}: {update}"),
            }
        }
        Op::Lock
        | Op::TryLock
        | Op::ReadLock
        | Op::TryReadLock
        | Op::WriteLock
        | Op::TryWriteLock
        | Op::FileLock
        | Op::FileLockShared
        | Op::FileTryLock
        | Op::FileTryLockShared => locks(event, &object, of),
        Op::WriteWait => format!("blocked on {object}"),
        Op::Unlock | Op::WriteUnlock if event.poisoned => format!("unlocks {object}: poisoned"),
        Op::Unlock if !event.succeeded => format!("releases {object}, which is not held"),
        Op::Unlock | Op::ReadUnlock | Op::WriteUnlock | Op::FileUnlock => of("unlocks"),
        Op::PoisonRead if event.reads_number() == Some(1) => format!("finds {object} poisoned"),
        Op::PoisonRead => format!("finds {object} not poisoned"),
        Op::PoisonClear => format!("clears the poison of {object}"),
        Op::FileClose if event.succeeded => format!("closes {object}: unlocks it"),
        Op::FileCreate | Op::FileSetLen | Op::FileOpen => {
            let created = created(event, interleaving);
            opens(event, &object, &created, of)
        }
        Op::FileSeek => format!("seeks to {} in {object}", event.reads_number()?),
        Op::FileMetadata => format!("reads the length of {object}: {}", event.reads_number()?),
        Op::PathWrite => path_write(event),
        Op::PathRead if event.succeeded => of("finds"),
        Op::PathRead => format!("{object} does not exist"),
        Op::Wait | Op::Wake | Op::WakeTimeout | Op::NotifyOne | Op::NotifyAll => {
            about_condvar(event, interleaving)
        }
        Op::BarrierArrive if is_said => "arrives".into(),
        Op::BarrierArrive => of("arrives at"),
        Op::BarrierPass => of("passes"),
        Op::Send | Op::TrySend if event.succeeded => "sends a message".into(),
        Op::Send | Op::TrySend => "fails to send".into(),
        Op::SendTaken => "its message is received".into(),
        Op::Receive | Op::TryReceive | Op::ReceiveTimeout if event.succeeded => {
            "receives a message".into()
        }
        Op::Receive | Op::TryReceive | Op::ReceiveTimeout => receives_nothing(event),
        Op::ReceiveWait => "blocks in recv()".into(),
        Op::SenderDrop => "drops a sender".into(),
        Op::ReceiverDrop => "drops the receiver".into(),
        Op::ProcessSpawn if runs_another(event) => "runs another program".into(),
        Op::Spawn | Op::ProcessSpawn => format!("spawns {}", started(event, interleaving)),
        Op::Join => format!("joins {object}"),
        Op::ProcessWait => format!("reaps {object}"),
        Op::IsFinished | Op::ProcessTryWait => format!("checks whether {object} has finished"),
        Op::ProcessKill => format!("kills {object}"),
        Op::ProcessDied => "dies".into(),
        Op::Crash => "is killed".into(),
        Op::ProcessExit => "exits".into(),
        Op::Print => "prints".into(),
        Op::PipeRead | Op::PipeWrite | Op::PipeClose => about_pipe(event, &object),
        Op::Park if !event.succeeded => "returns from park() spuriously".into(),
        Op::Park => "is unparked".into(),
        Op::ParkTimeout if event.succeeded => "is unparked".into(),
        Op::ParkTimeout => "timeout: its park ends".into(),
        Op::Unpark if is_lost_unpark(event) => {
            format!("unparks {object}: its token was available already")
        }
        Op::Unpark => format!("unparks {object}"),
        Op::Sleep => "sleeps".into(),
        Op::Yield | Op::Spin => "yields".into(),
        Op::OnceBegin if is_failed_set(event, &interleaving.source) => {
            format!("fails to set {object}")
        }
        Op::OnceBegin if event.reads_number() == Some(1) => "finds it initialised".into(),
        Op::OnceBegin => of("begins to initialise"),
        Op::OnceEnd => of("finishes initialising"),
        Op::Begin
        | Op::End
        | Op::Fence
        | Op::FileClose
        | Op::OnceRead
        | Op::OnceWait
        | Op::SenderClone => return None,
    })
}

/// What the step does, with the name of its object: for where no line of code stands beside it.
pub fn whole_effect(event: &Event, interleaving: &Interleaving, glyphs: Glyphs) -> Option<String> {
    effect(event, interleaving, glyphs, false)
}

/// The values that are read or written in each line, by their names.
pub struct NamedInLines<'a>(HashMap<Option<usize>, HashSet<&'a str>>);

impl<'a> NamedInLines<'a> {
    /// Of all steps.
    pub fn of(interleaving: &'a Interleaving) -> NamedInLines<'a> {
        let mut named: HashMap<_, HashSet<&str>> = HashMap::new();
        for event in &interleaving.events {
            if is_value(event) && !event.inside && !event.object.is_empty() {
                named.entry(event.line).or_default().insert(&event.object);
            }
        }
        NamedInLines(named)
    }

    /// Whether the step's line contains the name of its object, and no other value with a name is read or written in that
    /// line.
    pub fn say(&self, event: &Event, interleaving: &Interleaving) -> bool {
        let code = event.line.map_or("", |line| interleaving.source.line(line));
        let is_other = |name: &&str| *name != event.object;
        let mut others = self.0.get(&event.line).into_iter().flatten();
        code.contains(event.object.as_str()) && !(is_value(event) && others.any(is_other))
    }
}

fn is_value(event: &Event) -> bool {
    is_read(event) || changes(event)
}

/// What its object is called. Where a path has led to several files that are locked, all but the first are numbered.
pub fn name(event: &Event) -> String {
    let lock = event.op.lock();
    let about_the_file = lock.is_some_and(|lock| lock.place == LockPlace::File);
    match &event.file {
        Some(file) if about_the_file && file.generation > 1 => {
            format!("{}#{}", event.object, file.generation)
        }
        _ => event.object.clone(),
    }
}

/// What was written to a file, and where in it.
pub fn writes(event: &Event, text: &[u8], bytes: &Range<u64>) -> String {
    format!(
        "writes {} to {} at byte {}",
        cut(text),
        event.object,
        bytes.start
    )
}

/// In quotes; of a long text only its beginning.
pub fn cut(text: &[u8]) -> String {
    let mut length = 0;
    let characters = text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(char::len_utf8);
        valid.chain(chunk.invalid().iter().map(|_| 1))
    });
    for character in characters.take(TEXT) {
        length += character;
    }
    match text.get(..length) {
        Some(beginning) if length < text.len() => value::quoted(beginning, Whole::No),
        _ => value::quoted(text, Whole::Yes),
    }
}

/// What blocks an actor that cannot do this step.
pub fn blocked(op: Op, object: &str, holders: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = holders.iter().map(AsRef::as_ref).collect();
    let names = names.join(" and ");
    let held = match holders {
        [] => String::new(),
        _ => format!(" (held by {names})"),
    };
    match op {
        // A writer that is blocked keeps it out as well as one that holds the lock.
        Op::ReadLock if !holders.is_empty() => {
            format!("blocked on {object} (behind {names})")
        }
        Op::Join => format!("blocked joining {object}"),
        Op::ProcessWait => format!("blocked waiting for {object} to exit"),
        Op::Wake | Op::WakeTimeout if holders.is_empty() => format!("blocked in {object}.wait()"),
        Op::Wake | Op::WakeTimeout => format!("blocked in {object}.wait(){held}"),
        Op::BarrierPass => format!("blocked in {object}.wait()"),
        Op::Receive => format!("blocked in recv() (no message in {object})"),
        Op::ReceiveTimeout => format!("blocked in recv_timeout() (no message in {object})"),
        Op::Send => format!("blocked in send() ({object} is full)"),
        Op::SendTaken => format!("blocked in send() (no recv() on {object} yet)"),
        Op::Park | Op::ParkTimeout => "blocked in park()".into(),
        Op::PipeRead => format!("blocked reading from {object} (empty)"),
        Op::PipeWrite => format!("blocked writing to {object} (full)"),
        _ => format!("blocked on {object}{held}"),
    }
}

/// What is said of a writer that is blocked, also that it keeps new readers out, if there are any.
pub fn queues(event: &Event, interleaving: &Interleaving, holders: &[&str]) -> String {
    let mut words = blocked(event.op, &name(event), holders);
    let reads = |op, id| op == Op::ReadLock && id == event.object_id;
    if interleaving
        .waits
        .iter()
        .any(|wait| reads(wait.op, wait.object_id))
    {
        words.push_str("; new readers queue behind it");
    }
    words
}

fn locks(event: &Event, object: &str, of: impl Fn(&str) -> String) -> String {
    let is_file = matches!(event.kind, Some(ObjectKind::File));
    let verb = match event.op {
        Op::ReadLock | Op::TryReadLock => "read-lock",
        Op::WriteLock | Op::TryWriteLock => "write-lock",
        _ => "lock",
    };
    let shared = match event.op {
        Op::FileLockShared | Op::FileTryLockShared => " (shared)",
        _ => "",
    };
    let removed = event.file.as_ref().is_some_and(|file| file.removed);
    if !event.succeeded {
        format!("fails to {verb} {object}{shared}")
    } else if event.poisoned {
        format!("{}: poisoned", of(&format!("{verb}s")))
    } else if removed {
        format!("locks the removed {object}{shared}")
    } else if is_file {
        format!("locks {object}{shared}")
    } else {
        of(&format!("{verb}s"))
    }
}

/// Why a receive gets no message, by the name of its error.
fn receives_nothing(event: &Event) -> String {
    let error = match &event.read {
        Some(Value::Variant(error)) => error.name.as_str(),
        _ => "",
    };
    let words = match error {
        "Timeout" => "timeout: receives nothing",
        "Empty" => "receives nothing: the channel is empty",
        "Disconnected" => "receives nothing: no sender is left",
        _ => "receives nothing",
    };
    words.to_owned()
}

/// What a file is called that is created. Only where others have locked a file of the same name it matters which one this is.
fn created(event: &Event, interleaving: &Interleaving) -> String {
    let object = &event.object;
    let Some(file) = event.file.as_ref().filter(|file| file.generation > 1) else {
        return object.clone();
    };
    let is_locked = interleaving.events.iter().any(|other| {
        let of_path = other.file.as_ref().is_some_and(|one| one.path == file.path);
        of_path && other.op.is_acquisition()
    });
    match is_locked {
        true => format!("{object}#{}", file.generation),
        false => object.clone(),
    }
}

fn opens(event: &Event, object: &str, created: &str, of: impl Fn(&str) -> String) -> String {
    let length = event.reads_number();
    match event.op {
        Op::FileCreate if !event.succeeded && length.is_some() => {
            format!("fails to create {object}: it exists")
        }
        Op::FileCreate if !event.succeeded => format!("fails to create {object}"),
        Op::FileCreate if length.is_some() => format!("opens and truncates {object}"),
        Op::FileCreate => format!("creates {created}"),
        Op::FileOpen if event.succeeded => of("opens"),
        Op::FileOpen if event.second.is_empty() => format!("{object} does not exist"),
        Op::FileOpen => format!("fails to open {object}"),
        _ => match event.written.as_ref().and_then(Value::number) {
            None | Some(0) => format!("truncates {object}"),
            Some(1) => format!("sets {object} to 1 byte"),
            Some(length) => format!("sets {object} to {length} bytes"),
        },
    }
}

fn about_pipe(event: &Event, object: &str) -> String {
    match event.op {
        Op::PipeClose => format!("closes {object}"),
        Op::PipeWrite if event.succeeded => format!("writes to {object}"),
        Op::PipeWrite => format!("fails to write to {object}: broken pipe, no reader is left"),
        _ if event.reads_number() == Some(0) => format!("finds the end of {object}"),
        _ => format!("reads from {object}"),
    }
}

fn path_write(event: &Event) -> String {
    let (object, second) = (&event.object, &event.second);
    let stays = event.reads_number() == Some(1);
    let verb = match (event.second_kind, stays) {
        (Some(ObjectKind::Path), false) => "rename",
        (Some(ObjectKind::Path), true) => "link",
        (_, true) => "create",
        (_, false) => "remove",
    };
    match (event.succeeded, event.second_kind) {
        (false, _) => format!("fails to {verb} {object}"),
        (true, Some(ObjectKind::Path)) => format!("{verb}s {object} to {second}"),
        (true, _) => format!("{verb}s {object}"),
    }
}

fn about_condvar(event: &Event, interleaving: &Interleaving) -> String {
    let (object, lock) = (&event.object, &event.second);
    let all = event.op == Op::NotifyAll;
    match event.op {
        Op::Wait => format!("waits on {object}, unlocks {lock}"),
        Op::NotifyOne | Op::NotifyAll if !event.succeeded => {
            format!("notifies {object}: no thread is waiting")
        }
        Op::NotifyOne | Op::NotifyAll => match names(interleaving, &event.wakes)[..] {
            [] => format!("notifies {object}: no other thread is waiting"),
            [one] => format!("notifies {object}: wakes {one}"),
            ref many if all => format!("notifies {object}: wakes {}", many.join(" and ")),
            ref many => format!("notifies {object}: wakes {}", many.join(" or ")),
        },
        _ => {
            let why = match event.op {
                _ if event.succeeded => "is notified",
                Op::WakeTimeout => "times out",
                _ => "spurious wakeup",
            };
            format!("{why}, reacquires {lock}")
        }
    }
}

fn started(event: &Event, interleaving: &Interleaving) -> String {
    if event.kind == Some(ObjectKind::Task) || !event.object.is_empty() {
        return event.object.clone();
    }
    let number = event.written.as_ref().and_then(Value::number);
    let actor = number.and_then(|number| u8::try_from(number).ok());
    let actor = actor.map(ActorId::new);
    actor.map_or_else(
        || "another".to_owned(),
        |actor| interleaving.name(actor).to_owned(),
    )
}

#[cfg(test)]
mod tests;

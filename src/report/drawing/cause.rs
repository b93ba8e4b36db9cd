//! What is wrong with the decisive step, in words. Pure.

use crate::exploration::actors::ActorId;
use crate::exploration::cause::{Cause, FailedAttempt};
use crate::exploration::interleaving::Interleaving;
use crate::exploration::value::Value;
use crate::report::value;
use crate::styled::Glyphs;

/// In a phrase whose subject is the step, such as `uses the value read before dec wrote`.
pub fn in_words(cause: &Cause, interleaving: &Interleaving, glyphs: Glyphs) -> String {
    let shown = |value: &Option<Value>| value.as_ref().map(|value| value::in_words(value, glyphs));
    let name = |actor: &ActorId| interleaving.name(*actor);
    match cause {
        Cause::StaleRead { writer, written } => {
            let written = shown(written).unwrap_or_else(|| "it".into());
            format!("stale read: {} has already written {written}", name(writer))
        }
        Cause::StaleWrite { writer, written } => {
            let written = shown(written).unwrap_or_else(|| "it".into());
            let order = "which comes later in the modification order";
            format!("{} has already written {written}, {order}", name(writer))
        }
        Cause::FailsSpuriously => "it may fail although it finds what it expects".into(),
        Cause::UsesOldValue { writer } => {
            format!("uses the value read before {} wrote", name(writer))
        }
        Cause::ActsOnOldValue { object, writer } => {
            format!(
                "acts on what {object} was before {} changed it",
                name(writer)
            )
        }
        Cause::ChangedSinceRead { object, writer } => {
            format!("{} has changed {object} since it was read", name(writer))
        }
        Cause::UsesRemovedFile {
            object,
            by,
            replaced,
        } => {
            let verb = if *replaced { "replaced" } else { "removed" };
            format!(
                "uses a {object} that {} has {verb} since it was opened",
                name(by)
            )
        }
        Cause::GivesUp(attempt) => gives_up(attempt, interleaving),
        Cause::ReadsTooEarly { object, working } => {
            let verb = if working.len() == 1 { "has" } else { "have" };
            let names: Vec<&str> = working.iter().map(name).collect();
            format!(
                "reads {object} before {} {verb} finished",
                names.join(" and ")
            )
        }
        Cause::LeavesTrailingBytes { object } => {
            format!("leaves trailing bytes of the old content of {object}")
        }
        Cause::LeavesMessages { object, count } => match count {
            1 => format!("one message in {object} is never received"),
            _ => format!("{count} messages in {object} are never received"),
        },
        Cause::OverwritesUnread { value } => {
            format!(
                "overwrites {} before it is read",
                shown(value).unwrap_or_else(|| "a value".into())
            )
        }
        Cause::OverwritesOther { writer } => format!("overwrites what {} wrote", name(writer)),
        Cause::ComesBetween { preempted, lines } => match lines {
            Some((last, next)) if last == next => {
                format!("runs in the middle of {}'s line {last}", name(preempted))
            }
            Some((last, next)) => {
                format!("runs between {}'s lines {last} and {next}", name(preempted))
            }
            None => format!("runs while {} is preempted", name(preempted)),
        },
        Cause::Unordered {
            first,
            writes,
            line,
        } => {
            let access = if *writes { "write" } else { "read" };
            let line = line.map_or_else(String::new, |line| format!(" in line {line}"));
            format!("nothing orders this after {}'s {access}{line}", name(first))
        }
        Cause::Freed { by } => format!("{} has freed it", name(by)),
        Cause::BlockedForever { actor } => format!("{} is blocked here forever", name(actor)),
        Cause::RunsForever => "runs forever after this".into(),
        Cause::SpinsForever => "spins here forever".into(),
        Cause::EndsTheProgram => "ends the program before the check has finished".into(),
        Cause::Exits { code: Some(code) } => format!("ends the program with exit code {code}"),
        Cause::Exits { code: None } => "ends the program".into(),
        Cause::IsKilled => "it takes no further step".into(),
        Cause::SpuriousWakeup => "spurious wakeup: wait() returns without a notification".into(),
        Cause::SpuriousPark => "spurious wakeup: park() returns without an unpark".into(),
        Cause::LostWakeup { waiter } => {
            format!("lost wakeup: {} is not waiting yet", name(waiter))
        }
        Cause::LostUnpark { parked } => {
            format!("lost unpark: {} has one token at most", name(parked))
        }
        Cause::StolenWakeup { thief } => format!(
            "stolen wakeup: {} was faster, and the condition is not checked again",
            name(thief)
        ),
        Cause::NotifiesTooEarly { object } => format!("notifies before {object} is changed"),
        Cause::DoesNotNotify { object, waiter } => {
            format!("changes {object} without notifying {}", name(waiter))
        }
        Cause::ChangesAgain { object, waiter } => format!(
            "changes {object} again before {}, which is notified, has read it",
            name(waiter)
        ),
        Cause::WakesAnother { woken, waiter } => {
            format!("wakes {}; {} is never notified", name(woken), name(waiter))
        }
        Cause::Poisoned { object, by } => {
            format!(
                "{object} is poisoned: {} panicked while holding it",
                name(by)
            )
        }
        Cause::Panics { message } => format!("panics: {message}"),
    }
}

fn gives_up(attempt: &FailedAttempt, interleaving: &Interleaving) -> String {
    let fails = match attempt {
        FailedAttempt::ChangedBy(actor) => {
            format!("finds that {} has changed it", interleaving.name(*actor))
        }
        FailedAttempt::ToLock(object) => format!("fails to lock {object}"),
        FailedAttempt::Exists(object) => format!("finds that {object} exists"),
        FailedAttempt::ToCreate(object) => format!("fails to create {object}"),
        FailedAttempt::NoMessage => "finds no message".into(),
        FailedAttempt::ToSet { object, by } => {
            let by = interleaving.name(*by);
            return format!("{by} has set {object} already");
        }
    };
    format!("{fails} and does not try again")
}

//! What went wrong, in one sentence.

use super::{livelock, vacuous};
use crate::check::verdict::{DataRace, Evidence, Failure, Kind, Location, RaceAccess};
use crate::exploration::interleaving::{Interleaving, Panicked};

/// What went wrong, in one sentence without its full stop.
pub(super) fn reason(failure: &Failure) -> String {
    let interleaving = match &failure.evidence {
        Evidence::Interleaving { interleaving, .. } => Some(&**interleaving),
        Evidence::Runs(_) => None,
    };
    reason_of(&failure.kind, interleaving)
}

/// As [`reason`]; of the interleaving it takes what the kind does not say.
pub fn reason_of(kind: &Kind, interleaving: Option<&Interleaving>) -> String {
    let reason = reason_of_kind(kind, interleaving);
    match (kind, interleaving) {
        // The others may wait for what that thread should have done.
        (Kind::Deadlock | Kind::Livelock | Kind::TimeLimit { .. }, Some(interleaving)) => {
            match interleaving.panics.first() {
                Some(panic) => format!("{reason}; before that, {}", panicked(panic, interleaving)),
                None => reason,
            }
        }
        _ => reason,
    }
}

/// `inc panicked (line 7): oops`.
fn panicked(panic: &Panicked, interleaving: &Interleaving) -> String {
    let line = panic.line.map(|line| format!(" (line {line})"));
    format!(
        "{} panicked{}: {}",
        interleaving.name(panic.actor),
        line.unwrap_or_default(),
        beginning(&panic.message)
    )
}

/// `late runs forever`.
fn runs_forever(interleaving: Option<&Interleaving>) -> String {
    let who = interleaving.and_then(|interleaving| Some(interleaving.name(interleaving.endless?)));
    format!("{} runs forever", who.unwrap_or("a thread"))
}

/// More characters of a message than this are cut.
const MESSAGE: usize = 400;

/// The first line of a message; of a long one only its beginning.
fn beginning(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    match first.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}...", &first[..end]),
        None => first.to_owned(),
    }
}

fn reason_of_kind(kind: &Kind, interleaving: Option<&Interleaving>) -> String {
    match kind {
        Kind::WrongResult { expected, got } => {
            format!("the counter ended at {got}; expected {expected}")
        }
        Kind::NoResult => "the program ended before the check had finished".into(),
        Kind::Panic { message, location } => {
            format!(
                "it panicked{}: {}",
                at(location.as_ref()),
                beginning(message)
            )
        }
        Kind::Deadlock => "deadlock: every thread is blocked".into(),
        Kind::TimeLimit { limit: Some(limit) } => {
            format!("it did not finish within {} s", limit.as_secs_f64())
        }
        Kind::TimeLimit { limit: None } => runs_forever(interleaving),
        // What std's own panic handling ends a program with; its message names the line.
        Kind::ExitCode(101) => {
            "it ended with exit code 101, as after a panic, but printed no panic message".into()
        }
        Kind::ExitCode(code) => format!("it ended with exit code {code}"),
        Kind::StackOverflow { thread } => format!(
            "the stack of thread {thread} overflowed; does a function call itself without end?"
        ),
        Kind::Signal(signal) => format!("signal {signal}{} ended it", signal_name(*signal)),
        Kind::Stopped(signal) => {
            format!(
                "signal {signal}{} stopped it, and it never continued",
                signal_name(*signal)
            )
        }
        Kind::WildWrite => "it overwrote memory of the kit".into(),
        Kind::OutputLimit { limit } => {
            format!("it printed more than {} and was stopped", bytes(*limit))
        }
        Kind::MemoryLimit { limit } => {
            format!("it asked for more than {} of memory", bytes(*limit))
        }
        Kind::ProcessLimit { limit } => {
            format!("it had more than {limit} processes at once and was stopped")
        }
        Kind::FileLimit { limit } => {
            format!("it wrote more than {} into one file", bytes(*limit))
        }
        Kind::StoppedSupervisor { signal } => {
            format!(
                "it stopped the kit's process that runs it, with signal {signal}{}",
                signal_name(*signal)
            )
        }
        Kind::KilledSupervisor { signal } => {
            format!(
                "it killed the kit's process that runs it, with signal {signal}{}",
                signal_name(*signal)
            )
        }
        Kind::LeftRunning => {
            "it ended while something that it had started was still running".into()
        }
        Kind::DataRace(race) => data_race(race),
        Kind::UseAfterFree(race) => use_after_free(race),
        Kind::Livelock => interleaving.map_or_else(
            || "livelock: every thread spins, and nothing changes".into(),
            livelock::words,
        ),
        Kind::Vacuous(vacuous) => vacuous::headline(vacuous),
    }
}

fn data_race(race: &DataRace) -> String {
    let (first, second) = (named(&race.first), named(&race.second));
    let object = &race.object;
    format!("data race on {object}: {first} and {second} are unordered")
}

/// `inc's write in line 12`.
fn named(access: &RaceAccess) -> String {
    let what = match (access.frees, access.writes) {
        (true, _) => "free",
        (false, true) => "write",
        (false, false) => "read",
    };
    let location = access.location.as_ref();
    let line = location.map_or_else(String::new, |location| {
        format!(" in line {}", location.line)
    });
    format!("{}'s {what}{line}", access.who)
}

fn use_after_free(race: &DataRace) -> String {
    let what = if race.second.frees {
        "double free"
    } else {
        "use after free"
    };
    let (first, second) = (access(&race.first), access(&race.second));
    format!("{what} of {}: {first}, then {second}", race.object)
}

/// `inc writes it (line 12)`.
fn access(access: &RaceAccess) -> String {
    let verb = match (access.frees, access.writes) {
        (true, _) => "frees",
        (false, true) => "writes",
        (false, false) => "reads",
    };
    let location = access.location.as_ref();
    let line = location.map_or_else(String::new, |location| format!(" (line {})", location.line));
    format!("{} {verb} it{line}", access.who)
}

/// ` at FILE:LINE`, or nothing.
pub(super) fn at(location: Option<&Location>) -> String {
    let Some(location) = location else {
        return String::new();
    };
    match in_std(&location.file) {
        Some(file) => format!(" in std, at {file}:{}", location.line),
        None => format!(" at {location}"),
    }
}

/// A file of std by its path in Rust's sources: the compiler has built them in a folder named by the commit.
fn in_std(file: &str) -> Option<&str> {
    match file.strip_prefix("/rustc/") {
        Some(below) => below.split_once('/').map(|(_, file)| file),
        None => file.strip_prefix("/rust/deps/"),
    }
}

/// A number of bytes, rounded down to a unit.
pub(super) fn bytes(number: u64) -> String {
    match number {
        0..=9_999 => format!("{number} bytes"),
        10_000..=9_999_999 => format!("{} KiB", number >> 10),
        10_000_000..=1_000_000_000 => format!("{} MiB", number >> 20),
        _ => format!("{:.1} GiB", number as f64 / f64::from(1 << 30)),
    }
}

/// The name of a signal, in brackets.
fn signal_name(signal: i32) -> String {
    match signal_hook::low_level::signal_name(signal) {
        Some("SIGXFSZ") => " (SIGXFSZ: a file grew too large)".into(),
        Some(name) => format!(" ({name})"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::actors::ActorId;

    #[test]
    fn of_a_long_panic_message_only_the_beginning_is_said() {
        let said = |length| {
            let kind = Kind::Panic {
                message: "ä".repeat(length),
                location: None,
            };
            reason_of(&kind, None)
        };
        assert_eq!(said(400), format!("it panicked: {}", "ä".repeat(400)));
        assert_eq!(said(401), format!("it panicked: {}...", "ä".repeat(400)));
    }

    #[test]
    fn a_panic_is_named_where_the_other_threads_then_wait_forever() {
        let mut interleaving = Interleaving::of_events(Vec::new());
        let said = |interleaving: &Interleaving| reason_of(&Kind::Deadlock, Some(interleaving));
        assert_eq!(said(&interleaving), "deadlock: every thread is blocked");
        interleaving.story.panics.push(Panicked {
            actor: ActorId::new(1),
            after: 0,
            line: Some(7),
            message: "oops".into(),
        });
        assert_eq!(
            said(&interleaving),
            "deadlock: every thread is blocked; before that, inc panicked (line 7): oops"
        );
    }

    #[test]
    fn a_place_in_std_has_its_path_in_rusts_sources() {
        let at = |file: &str| {
            at(Some(&Location {
                file: file.to_owned(),
                line: 7,
            }))
        };
        assert_eq!(
            at("/rustc/5980/library/std/src/thread/functions.rs"),
            " in std, at library/std/src/thread/functions.rs:7"
        );
        assert_eq!(
            at("/rust/deps/hashbrown-0.16.1/src/raw/mod.rs"),
            " in std, at hashbrown-0.16.1/src/raw/mod.rs:7"
        );
        assert_eq!(at("exercises/a.rs"), " at exercises/a.rs:7");
    }
}

//! The step at which an interleaving went wrong, and what is wrong with it, in words. Pure.

use baton::protocol::{Op, Reply};

use super::interleaving::{Event, Interleaving, Switch};
use super::legend::Legend;
use super::races;
use crate::check::verdict::{DataRace, Kind};

/// The decisive step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisive {
    /// Its place among the events; none where it was never done.
    pub event: Option<usize>,
    /// The learner's line.
    pub line: Option<usize>,
    /// What is wrong with it, such as `uses the value read before dec wrote`.
    pub why: String,
}

/// Where an interleaving of that kind was decided.
pub fn decisive(
    kind: &Kind,
    reply: &Reply,
    told: &Interleaving,
    legend: &Legend,
) -> Option<Decisive> {
    match kind {
        Kind::DataRace(race) => data_race(race, reply, told, legend),
        Kind::Deadlock { .. } => deadlock(told),
        Kind::Livelock | Kind::TimeLimit { .. } => livelock(told),
        Kind::Panic { .. } => {
            let panic = panic(reply, told);
            let in_main = reply.panics.first().is_some_and(|panic| panic.task == 0);
            // What main asserts in the end was decided before; everybody else panics where it went wrong.
            if in_main {
                wrong_result(told).or(panic)
            } else {
                panic.or_else(|| wrong_result(told))
            }
        }
        _ => wrong_result(told),
    }
}

fn at(told: &Interleaving, event: usize, why: String) -> Decisive {
    Decisive {
        event: Some(event),
        line: told.events[event].line,
        why,
    }
}

/// A value got lost, or came too late; or else the first step after the last interruption.
fn wrong_result(told: &Interleaving) -> Option<Decisive> {
    stale_use(told)
        .or_else(|| early_look(told))
        .or_else(|| last_preemption(told))
}

/// Somebody writes what it has worked out from a value that somebody else has changed since it was read.
fn stale_use(told: &Interleaving) -> Option<Decisive> {
    let stale = |same_object: bool| {
        (0..told.events.len()).find_map(|now| {
            let event = &told.events[now];
            if !stores(event) {
                return None;
            }
            let (object, writer) = stale_read(&told.events, now, same_object)?;
            let what = if same_object {
                String::new()
            } else {
                format!(" of {object}")
            };
            let why = format!(
                "uses the value{what} read before {} wrote",
                told.name(writer)
            );
            Some(at(told, now, why))
        })
    };
    stale(true).or_else(|| stale(false))
}

/// Of the last reads of the event's actor the newest that somebody else has overtaken: what was read, and by whom it
/// was changed.
fn stale_read(events: &[Event], now: usize, same_object: bool) -> Option<(String, u8)> {
    let event = &events[now];
    let mut known = Vec::new();
    for before in (0..now).rev() {
        let past = &events[before];
        if past.actor != event.actor {
            continue;
        }
        let fresh = past.op == Op::AtomicUpdate || past.op == Op::AtomicExchange;
        if stores(past) && past.object_id == event.object_id {
            // It has written there itself since.
            return None;
        }
        if !is_read(past) || known.contains(&past.object_id) {
            continue;
        }
        known.push(past.object_id);
        if same_object && past.object_id != event.object_id {
            continue;
        }
        let overtaken = events[before + 1..now].iter().rev().find(|other| {
            other.actor != event.actor && other.object_id == past.object_id && changes(other)
        });
        if let Some(other) = overtaken {
            return Some((past.object.clone(), other.actor));
        }
        if same_object || fresh {
            return None;
        }
    }
    None
}

/// Main looks at something for the last time while somebody else is still at work on it.
fn early_look(told: &Interleaving) -> Option<Decisive> {
    let look = (0..told.events.len()).rev().find(|at| {
        let event = &told.events[*at];
        event.actor == 0 && is_read(event)
    })?;
    let object = told.events[look].object_id;
    let later = told.events[look + 1..]
        .iter()
        .find(|event| event.actor != 0 && event.object_id == object && changes(event))
        .map(|event| event.actor);
    let never = told
        .waits
        .iter()
        .find(|wait| wait.actor != 0 && !wait.blocked)
        .map(|wait| wait.actor);
    let who = later.or(never)?;
    let why = format!(
        "looks at {} while {} is still at work",
        told.events[look].object,
        told.name(who)
    );
    Some(at(told, look, why))
}

fn last_preemption(told: &Interleaving) -> Option<Decisive> {
    let event = (0..told.events.len())
        .rev()
        .find(|at| told.events[*at].switch == Switch::Preemption)?;
    let interrupted = told.events[event.checked_sub(1)?].actor;
    let why = format!(
        "goes on here while {} is interrupted",
        told.name(interrupted)
    );
    Some(at(told, event, why))
}

fn panic(reply: &Reply, told: &Interleaving) -> Option<Decisive> {
    let panic = reply.panics.first()?;
    let line = panic
        .place
        .filter(|place| told.source.is_named(&reply.files[place.file as usize]))
        .map(|place| place.line as usize);
    let before = told.events.get(..panic.after as usize)?;
    let event = before
        .iter()
        .rposition(|event| event.actor == panic.task && (line.is_none() || event.line == line))
        .or_else(|| before.iter().rposition(|event| event.actor == panic.task));
    let first_line = panic.message.lines().next().unwrap_or_default();
    Some(Decisive {
        event,
        line: line.or_else(|| event.and_then(|event| told.events[event].line)),
        why: format!("panics: {first_line}"),
    })
}

fn data_race(
    race: &DataRace,
    reply: &Reply,
    told: &Interleaving,
    legend: &Legend,
) -> Option<Decisive> {
    let found = races::all(reply, legend).into_iter().next()?;
    let verb = if race.first.writes { "write" } else { "read" };
    let first = match &race.first.location {
        Some(location) => format!("{}'s {verb} in line {}", race.first.who, location.line),
        None => format!("{}'s {verb}", race.first.who),
    };
    let event = found.second.earlier.is_none().then_some(found.second.step);
    Some(Decisive {
        line: race
            .second
            .location
            .as_ref()
            .map(|location| location.line)
            .or_else(|| event.and_then(|event| told.events.get(event)?.line)),
        event,
        why: format!("nothing orders this after {first}"),
    })
}

fn deadlock(told: &Interleaving) -> Option<Decisive> {
    let first = told.cycle.first();
    let wait = told
        .waits
        .iter()
        .find(|wait| wait.blocked && first.is_none_or(|first| wait.actor == *first))?;
    // Without a cycle, main's wait for the others explains nothing.
    let wait = match first {
        Some(_) => wait,
        None => told
            .waits
            .iter()
            .find(|wait| wait.blocked && !matches!(wait.op, Op::Join | Op::ProcessWait))
            .unwrap_or(wait),
    };
    Some(Decisive {
        event: None,
        line: wait.line,
        why: format!("{} waits here for ever", told.name(wait.actor)),
    })
}

fn livelock(told: &Interleaving) -> Option<Decisive> {
    let spins = |event: &Event| event.line.is_some() && (is_read(event) || !event.succeeded);
    let event = told
        .events
        .iter()
        .rposition(|event| event.actor != 0 && spins(event))
        .or_else(|| told.events.iter().rposition(|event| event.line.is_some()))?;
    Some(at(told, event, "goes round here for ever".into()))
}

/// Whether the event reads shared data.
pub fn is_read(event: &Event) -> bool {
    matches!(
        event.op,
        Op::AtomicLoad | Op::AtomicUpdate | Op::AtomicExchange | Op::PlainRead | Op::FileRead
    )
}

/// Whether the event stores a value that was worked out before.
fn stores(event: &Event) -> bool {
    matches!(event.op, Op::AtomicStore | Op::PlainWrite | Op::FileWrite)
}

/// Whether the event changes shared data.
pub fn changes(event: &Event) -> bool {
    stores(event)
        || matches!(
            event.op,
            Op::AtomicUpdate | Op::FileSetLen | Op::FileCreate | Op::PathWrite
        )
        || (event.op == Op::AtomicExchange && event.succeeded)
}

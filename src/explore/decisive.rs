//! The step at which an interleaving went wrong, and what is wrong with it. Pure.

mod between;
mod notify;
mod overwritten;
mod panics;
mod stale;

pub use notify::is_lost_unpark;

use explore::race;
use protocol::effects::{Reads, Writes};
use protocol::{End, ObjectKind, Op, Reply};

use super::cause::{Cause, FailedAttempt};
use super::interleaving::{Decisive, Event, FirstAccess, Interleaving, Wait};
use super::outcome;
use super::value::Value;
use crate::failure::{DataRace, Kind, RaceAccess};

/// Where an interleaving of that kind was decided.
pub fn decisive(kind: &Kind, reply: &Reply, interleaving: &Interleaving) -> Option<Decisive> {
    if let Some(old) = old_value(interleaving) {
        return Some(old);
    }
    let spurious = || notify::spurious(interleaving);
    match kind {
        Kind::DataRace(race) | Kind::UseAfterFree(race) => data_race(race, reply, interleaving),
        Kind::Deadlock => spurious().or_else(|| deadlock(interleaving)),
        Kind::Livelock => livelock(interleaving),
        Kind::TimeLimit { .. } => runs_on(reply, interleaving),
        Kind::NoResult => ended_early(interleaving),
        // No step is wrong.
        Kind::Vacuous(_) => None,
        // What `main` asserts in the end was decided before. Any other thread panics where it went wrong.
        Kind::Panic { .. } if in_main(reply) => notify::woken_for_nothing(interleaving)
            .or_else(|| wrong_result(interleaving))
            .or_else(|| panics::panic(reply, interleaving)),
        Kind::Panic { .. } => notify::woken_for_nothing(interleaving)
            .or_else(spurious)
            .or_else(|| panics::poisoned(reply, interleaving))
            .or_else(|| panics::panic(reply, interleaving))
            .or_else(|| wrong_result(interleaving)),
        // Another thread panicked, and the program failed because of it.
        _ if !in_main(reply) => {
            wrong_result(interleaving).or_else(|| panics::panic(reply, interleaving))
        }
        _ => spurious().or_else(|| wrong_result(interleaving)),
    }
}

/// A stale read of an atomic. These are explored only where nothing else goes wrong.
fn old_value(interleaving: &Interleaving) -> Option<Decisive> {
    let load = interleaving.events.iter().position(|event| event.stale)?;
    let object = interleaving.events[load].object_id;
    let writer = interleaving.events[..load]
        .iter()
        .rposition(|event| event.object_id == object && changes(event))?;
    let writer = &interleaving.events[writer];
    let cause = Cause::StaleRead {
        writer: writer.actor,
        written: writer.written.clone(),
    };
    Some(at(interleaving, load, cause))
}

fn at(interleaving: &Interleaving, event: usize, cause: Cause) -> Decisive {
    Decisive {
        event: Some(event),
        line: interleaving.events[event].line,
        cause,
        first: None,
    }
}

/// A value got lost, or came too late; or else the step of another thread at the last preemption.
fn wrong_result(interleaving: &Interleaving) -> Option<Decisive> {
    stale::stored(interleaving)
        .or_else(|| removed_file(interleaving))
        .or_else(|| gives_up(interleaving))
        .or_else(|| stale::acted_on(interleaving))
        .or_else(|| early_look(interleaving))
        .or_else(|| overwritten::leaves_a_rest(interleaving))
        .or_else(|| between::comes_in_between(interleaving))
        .or_else(|| overwritten::unread(interleaving))
}

/// Whether another thread uses what the event touches.
fn is_shared(interleaving: &Interleaving, event: &Event) -> bool {
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
enum Thing {
    Number(u32),
    File(String),
}

impl Thing {
    fn of(event: &Event) -> Thing {
        match event.kind {
            Some(ObjectKind::File | ObjectKind::Path | ObjectKind::OpenFile) => {
                Thing::File(event.object.clone())
            }
            _ => Thing::Number(event.object_id),
        }
    }

    fn is_touched_by(&self, event: &Event) -> bool {
        match self {
            Thing::File(name) => {
                Thing::of(event) == *self || (!name.is_empty() && event.second == *name)
            }
            Thing::Number(_) => Thing::of(event) == *self,
        }
    }
}

/// A thread tries something, fails, and never tries again.
fn gives_up(interleaving: &Interleaving) -> Option<Decisive> {
    (0..interleaving.events.len()).find_map(|now| {
        let event = &interleaving.events[now];
        let thing = Thing::of(event);
        let attempt = match event.op {
            _ if event.succeeded => return None,
            Op::AtomicExchange => {
                let changed = interleaving.events[..now].iter().rev().find(|one| {
                    one.actor != event.actor && changes(one) && Thing::of(one) == thing
                })?;
                FailedAttempt::ChangedBy(changed.actor)
            }
            op if op.is_acquisition() => FailedAttempt::ToLock(event.object.clone()),
            Op::FileCreate if event.read.is_some() => FailedAttempt::Exists(event.object.clone()),
            Op::PathWrite if creates(event) => FailedAttempt::ToCreate(event.object.clone()),
            Op::TryReceive | Op::ReceiveTimeout => FailedAttempt::NoMessage,
            _ => return None,
        };
        let again = interleaving.events[now + 1..].iter().any(|later| {
            later.actor == event.actor && later.op == event.op && Thing::of(later) == thing
        });
        (!again && event.line.is_some()).then(|| at(interleaving, now, Cause::GivesUp(attempt)))
    })
}

/// Whether it creates a folder, or a link.
fn creates(event: &Event) -> bool {
    event.op == Op::PathWrite && event.read == Some(Value::Number(1))
}

/// A thread uses a file that another one removed or replaced since it was opened.
fn removed_file(interleaving: &Interleaving) -> Option<Decisive> {
    let uses = |op: Op| op.is_acquisition() || matches!(op, Op::FileRead | Op::FileWrite);
    (0..interleaving.events.len()).find_map(|now| {
        let event = &interleaving.events[now];
        let file = event.file.as_ref().filter(|file| file.removed)?;
        if !uses(event.op) || !event.succeeded {
            return None;
        }
        let before = &interleaving.events[..now];
        let opened = before.iter().rposition(|one| {
            one.actor == event.actor && one.second_id == file.file && one.op != Op::PathWrite
        })?;
        let remover = before[opened..].iter().find(|one| {
            let leads = one.second_id == file.path || one.object_id == file.path;
            one.op == Op::PathWrite && one.succeeded && leads
        })?;
        (remover.actor != event.actor).then(|| {
            let cause = Cause::UsesRemovedFile {
                object: event.object.clone(),
                by: remover.actor,
                replaced: remover.second_id == file.path,
            };
            at(interleaving, now, cause)
        })
    })
}

/// `main` reads something for the last time while another thread still changes it.
fn early_look(interleaving: &Interleaving) -> Option<Decisive> {
    let look = (0..interleaving.events.len()).rev().find(|at| {
        let event = &interleaving.events[*at];
        event.actor == 0 && is_read(event)
    })?;
    let object = interleaving.events[look].object_id;
    let later = interleaving.events[look + 1..]
        .iter()
        .find(|event| event.actor != 0 && event.object_id == object && changes(event))
        .map(|event| event.actor);
    let at_work: Vec<u8> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.actor != 0 && !wait.blocked)
        .map(|wait| wait.actor)
        .collect();
    let working = later.map_or(at_work, |later| vec![later]);
    if working.is_empty() {
        return None;
    }
    let object = interleaving.events[look].object.clone();
    let cause = Cause::ReadsTooEarly { object, working };
    Some(at(interleaving, look, cause))
}

/// Whether main was the first to panic.
fn in_main(reply: &Reply) -> bool {
    outcome::panic_that_counts(reply).is_some_and(|panic| panic.task == 0)
}

/// The first process exits, in a line of the learner's.
fn ended_early(interleaving: &Interleaving) -> Option<Decisive> {
    let exit = interleaving.events.iter().rposition(|event| {
        let process = interleaving.actors[event.actor as usize].process;
        event.op == Op::ProcessExit && process == 0
    })?;
    Some(at(interleaving, exit, Cause::EndsTheProgram))
}

fn data_race(race: &DataRace, reply: &Reply, interleaving: &Interleaving) -> Option<Decisive> {
    let found = race::races(reply).into_iter().next()?;
    let line = |access: &RaceAccess| access.location.as_ref().map(|location| location.line);
    let (first, by) = (line(&race.first), found.first.task);
    let cause = match race.first.frees {
        true => Cause::Freed { by },
        false => Cause::Unordered {
            first: by,
            writes: race.first.writes,
            line: first,
        },
    };
    let event = found.second.earlier.is_none().then_some(found.second.step);
    let first_access = match found.first.earlier {
        None => FirstAccess::Event(found.first.step),
        Some(_) => FirstAccess::Before {
            event: found.first.step,
            actor: by,
            line: first,
            writes: found.first.write,
            object: race.object.clone(),
        },
    };
    Some(Decisive {
        line: line(&race.second)
            .or_else(|| event.and_then(|event| interleaving.events.get(event)?.line)),
        event,
        cause,
        first: Some(first_access),
    })
}

fn deadlock(interleaving: &Interleaving) -> Option<Decisive> {
    let lost = || notify::lost(interleaving).or_else(|| notify::lost_unpark(interleaving));
    if interleaving.cycle.is_empty()
        && let Some(lost) = lost()
    {
        return Some(lost);
    }
    let first = interleaving.cycle.first();
    let wait = interleaving
        .waits
        .iter()
        .find(|wait| wait.blocked && first.is_none_or(|first| wait.actor == *first))?;
    // Without a cycle, main's wait for the others explains nothing.
    let wait = match first {
        Some(_) => wait,
        None => {
            let explains =
                |wait: &&Wait| wait.blocked && !matches!(wait.op, Op::Join | Op::ProcessWait);
            let of_others = |wait: &&Wait| explains(wait) && wait.actor != 0;
            let mut waits = interleaving.waits.iter();
            let found = waits.find(of_others);
            found
                .or_else(|| interleaving.waits.iter().find(explains))
                .unwrap_or(wait)
        }
    };
    Some(Decisive {
        event: None,
        line: wait.line,
        cause: Cause::BlockedForever { actor: wait.actor },
        first: None,
    })
}

/// The last step of the task that then runs forever.
fn runs_on(reply: &Reply, interleaving: &Interleaving) -> Option<Decisive> {
    let End::TimeLimit { task } = reply.end else {
        return None;
    };
    let own = |event: &Event| event.actor == task && event.line.is_some();
    let last = interleaving.events.iter().rposition(own)?;
    Some(at(interleaving, last, Cause::RunsForever))
}

/// How far back the circle of a livelock is looked for.
const CIRCLE: usize = 1_000;

fn livelock(interleaving: &Interleaving) -> Option<Decisive> {
    let from = interleaving.events.len().saturating_sub(CIRCLE);
    let last = |wanted: &dyn Fn(&Event) -> bool| {
        let mut circle = interleaving.events[from..].iter();
        let found = circle.rposition(|event| event.line.is_some() && wanted(event));
        found.map(|at| from + at)
    };
    let times_out = |event: &Event| matches!(event.op, Op::Wake | Op::WakeTimeout);
    let spins = |event: &Event| {
        is_read(event) || is_poisoned_lock(event) || (!event.succeeded && !times_out(event))
    };
    let event = last(&|event| event.actor != 0 && spins(event))
        .or_else(|| last(&spins))
        .or_else(|| last(&|event| event.actor != 0))
        .or_else(|| last(&|_| true))?;
    let first = first_of_the_same(interleaving, event);
    Some(at(interleaving, first, Cause::SpinsForever))
}

/// Whether the event acquires a lock that is poisoned.
pub fn is_poisoned_lock(event: &Event) -> bool {
    event.poisoned && event.op.is_acquisition()
}

/// The first step since the last change that is the same as the step at `last`, with the same result.
fn first_of_the_same(interleaving: &Interleaving, last: usize) -> usize {
    let event = &interleaving.events[last];
    let same = |other: &Event| {
        (other.actor, other.op, other.line) == (event.actor, event.op, event.line)
            && (other.object_id, &other.read) == (event.object_id, &event.read)
    };
    let changed = interleaving.events[..last].iter().rposition(changes);
    let from = changed.map_or(0, |change| change + 1);
    let first = interleaving.events[from..last].iter().position(same);
    first.map_or(last, |at| from + at)
}

/// Whether the event only looks at shared data.
fn looks(event: &Event) -> bool {
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
fn stores(event: &Event) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn step(actor: u8, op: Op, line: usize) -> Event {
        Event {
            actor,
            object: "X".to_owned(),
            object_id: 1,
            line: Some(line),
            ..Event::bare(op)
        }
    }

    #[test]
    fn a_spin_is_marked_where_it_begins() {
        let spins = || step(1, Op::AtomicLoad, 5);
        let yields = || step(1, Op::Yield, 6);
        let interleaving = Interleaving::of_events(vec![
            spins(),
            step(2, Op::AtomicStore, 9),
            spins(),
            yields(),
            spins(),
            yields(),
        ]);
        assert_eq!(livelock(&interleaving).unwrap().event, Some(2));
    }
}

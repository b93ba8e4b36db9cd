//! The step at which an interleaving went wrong, and what is wrong with it. Pure.

mod attempts;
mod between;
mod messages;
mod notify;
mod overwritten;
mod panics;
mod stale;

pub use attempts::is_failed_set;
pub use notify::is_lost_unpark;

use protocol::{End, Op, ProcessId, Reply, TaskId};

use super::cause::Cause;
use super::steps::{at, changes, is_poisoned_lock, is_read};
use super::{Decisive, Event, FirstAccess, Story, Wait};
use crate::naming::actors::ActorId;
use crate::naming::value::Value;
use crate::{panics as traced, race};

/// In which way the program fails, as far as it matters for where that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure<'a> {
    /// Two accesses that nothing orders, or of which the first one frees the memory: the first of the trace's.
    DataRace {
        /// What they access, by name.
        object: &'a str,
        /// The line of the first one.
        first: Option<usize>,
        /// The line of the second one.
        second: Option<usize>,
    },
    /// Every thread is blocked.
    Deadlock,
    /// The threads that are not blocked spin.
    Livelock,
    /// A thread runs forever without a step.
    RunsForever,
    /// The program ends before it has done all that it should.
    EndsEarly,
    /// A thread panics.
    Panic,
    /// It exits with another code than 0.
    ExitCode,
    /// It ends otherwise than it should.
    WrongEnd,
    /// No step of it is wrong.
    NoStep,
}

/// Where an interleaving that fails so was decided.
pub fn decisive(failure: Failure<'_>, reply: &Reply, interleaving: &Story) -> Option<Decisive> {
    if let Some(odd) = old_value(interleaving).or_else(|| killed(interleaving)) {
        return Some(odd);
    }
    let spurious = || notify::spurious(interleaving);
    match failure {
        Failure::DataRace {
            object,
            first,
            second,
        } => data_race(reply, interleaving, object, (first, second)),
        Failure::Deadlock => spurious().or_else(|| deadlock(interleaving)),
        Failure::Livelock => livelock(interleaving),
        Failure::RunsForever => runs_on(reply, interleaving),
        Failure::EndsEarly => ended_early(interleaving),
        Failure::NoStep => None,
        // What `main` asserts in the end was decided before. Any other thread panics where it went wrong.
        Failure::Panic if in_main(reply) => notify::woken_for_nothing(interleaving)
            .or_else(|| wrong_result(interleaving))
            .or_else(|| panics::panic(reply, interleaving)),
        Failure::Panic => notify::woken_for_nothing(interleaving)
            .or_else(spurious)
            .or_else(|| panics::poisoned(reply, interleaving))
            .or_else(|| panics::panic(reply, interleaving))
            .or_else(|| wrong_result(interleaving)),
        // Another thread panicked, and the program failed because of it.
        Failure::WrongEnd | Failure::ExitCode if !in_main(reply) => {
            let wrong = wrong_result(interleaving);
            let panics = || panics::panic(reply, interleaving);
            wrong
                .or_else(panics)
                .or_else(|| exits(failure, interleaving))
        }
        Failure::WrongEnd | Failure::ExitCode => spurious()
            .or_else(|| wrong_result(interleaving))
            .or_else(|| exits(failure, interleaving)),
    }
}

/// An atomic operation that goes by an older value, or fails spuriously. These are explored only where nothing else goes wrong.
fn old_value(interleaving: &Story) -> Option<Decisive> {
    let mut events = interleaving.events.iter();
    let now = events.position(|event| event.stale || event.spurious)?;
    let event = &interleaving.events[now];
    if !event.stale {
        return Some(at(interleaving, now, Cause::FailsSpuriously));
    }
    let mut before = interleaving.events[..now].iter();
    let newest = |one: &&Event| one.object_id == event.object_id && changes(one) && !one.stale;
    let newest = before.rfind(newest)?;
    let (writer, written) = (newest.actor, newest.written.clone());
    let cause = match event.written.is_some() {
        true => Cause::StaleWrite { writer, written },
        false => Cause::StaleRead { writer, written },
    };
    Some(at(interleaving, now, cause))
}

/// A process was killed. That is explored only where nothing else goes wrong.
fn killed(interleaving: &Story) -> Option<Decisive> {
    let mut events = interleaving.events.iter();
    let crash = events.position(|event| event.op == Op::Crash)?;
    Some(at(interleaving, crash, Cause::IsKilled))
}

/// A value got lost, or came too late; or else the step of another thread at the last preemption.
fn wrong_result(interleaving: &Story) -> Option<Decisive> {
    stale::stored(interleaving)
        .or_else(|| removed_file(interleaving))
        .or_else(|| attempts::gives_up(interleaving))
        .or_else(|| stale::acted_on(interleaving))
        .or_else(|| early_look(interleaving))
        .or_else(|| overwritten::leaves_a_rest(interleaving))
        .or_else(|| between::comes_in_between(interleaving))
        .or_else(|| notify::stolen(interleaving))
        .or_else(|| between::comes_during_a_yield(interleaving))
        .or_else(|| overwritten::unread(interleaving))
        .or_else(|| messages::left(interleaving))
}

/// A thread uses a file that another one removed or replaced since it was opened.
fn removed_file(interleaving: &Story) -> Option<Decisive> {
    let uses = |op: Op| op.is_acquisition() || matches!(op, Op::FileRead | Op::FileWrite);
    (0..interleaving.events.len()).find_map(|now| {
        let event = &interleaving.events[now];
        let file = event.file.as_ref().filter(|file| file.removed)?;
        if !uses(event.op) || !event.succeeded {
            return None;
        }
        let before = &interleaving.events[..now];
        let opened = before.iter().rposition(|one| {
            one.actor == event.actor && one.second_id == Some(file.file) && one.op != Op::PathWrite
        })?;
        let remover = before[opened..].iter().find(|one| {
            let leads = [one.object_id, one.second_id].contains(&Some(file.path));
            one.op == Op::PathWrite && one.succeeded && leads
        })?;
        (remover.actor != event.actor).then(|| {
            let cause = Cause::UsesRemovedFile {
                object: event.object.clone(),
                by: remover.actor,
                replaced: remover.second_id == Some(file.path),
            };
            at(interleaving, now, cause)
        })
    })
}

/// `main` reads something for the last time while another thread still changes it.
fn early_look(interleaving: &Story) -> Option<Decisive> {
    let look = (0..interleaving.events.len()).rev().find(|at| {
        let event = &interleaving.events[*at];
        event.actor == ActorId::MAIN && is_read(event)
    })?;
    let object = interleaving.events[look].object_id;
    let later = interleaving.events[look + 1..]
        .iter()
        .find(|event| event.actor != ActorId::MAIN && event.object_id == object && changes(event))
        .map(|event| event.actor);
    let at_work: Vec<ActorId> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.actor != ActorId::MAIN && !wait.blocked)
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
    traced::that_counts(reply).is_some_and(|panic| panic.task == TaskId::FIRST)
}

/// The first process exits, in a line of the program's own.
fn ended_early(interleaving: &Story) -> Option<Decisive> {
    let exit = exit_of_the_first(interleaving)?;
    Some(at(interleaving, exit, Cause::EndsTheProgram))
}

/// A thread other than main exits for all of them.
fn exits(failure: Failure<'_>, interleaving: &Story) -> Option<Decisive> {
    let exit = exit_of_the_first(interleaving).filter(|_| failure == Failure::ExitCode)?;
    let event = &interleaving.events[exit];
    let code = event.written.as_ref().and_then(Value::number);
    (event.actor != ActorId::MAIN && event.line.is_some())
        .then(|| at(interleaving, exit, Cause::Exits { code }))
}

fn exit_of_the_first(interleaving: &Story) -> Option<usize> {
    interleaving.events.iter().rposition(|event| {
        let process = interleaving.actors[event.actor.index()].process;
        event.op == Op::ProcessExit && process == ProcessId::FIRST
    })
}

fn data_race(
    reply: &Reply,
    interleaving: &Story,
    object: &str,
    (first, second): (Option<usize>, Option<usize>),
) -> Option<Decisive> {
    let found = race::races(reply).into_iter().next()?;
    let by = ActorId::from(found.first.task);
    let cause = match found.first.frees {
        true => Cause::Freed { by },
        false => Cause::Unordered {
            first: by,
            writes: found.first.write,
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
            object: object.to_owned(),
        },
    };
    Some(Decisive {
        line: second.or_else(|| event.and_then(|event| interleaving.events.get(event)?.line)),
        event,
        cause,
        first: Some(first_access),
    })
}

fn deadlock(interleaving: &Story) -> Option<Decisive> {
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
            let of_others = |wait: &&Wait| explains(wait) && wait.actor != ActorId::MAIN;
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
fn runs_on(reply: &Reply, interleaving: &Story) -> Option<Decisive> {
    let End::TimeLimit { task, .. } = reply.end else {
        return None;
    };
    let own = |event: &Event| event.actor == task && event.line.is_some();
    let last = interleaving.events.iter().rposition(own)?;
    Some(at(interleaving, last, Cause::RunsForever))
}

/// How far back the loop of a livelock is looked for.
const LAST_EVENTS: usize = 1_000;

fn livelock(interleaving: &Story) -> Option<Decisive> {
    let from = interleaving.events.len().saturating_sub(LAST_EVENTS);
    let last = |is_sought: &dyn Fn(&Event) -> bool| {
        let mut events = interleaving.events[from..].iter();
        let found = events.rposition(|event| event.line.is_some() && is_sought(event));
        found.map(|at| from + at)
    };
    let times_out = |event: &Event| matches!(event.op, Op::Wake | Op::WakeTimeout);
    let spins = |event: &Event| {
        is_read(event) || is_poisoned_lock(event) || (!event.succeeded && !times_out(event))
    };
    let event = last(&|event| event.actor != ActorId::MAIN && spins(event))
        .or_else(|| last(&spins))
        .or_else(|| last(&|event| event.actor != ActorId::MAIN))
        .or_else(|| last(&|_| true))?;
    let first = first_of_the_same(interleaving, event);
    Some(at(interleaving, first, Cause::SpinsForever))
}

/// The first step since the last change that is the same as the step at `last`, with the same result.
fn first_of_the_same(interleaving: &Story, last: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use protocol::ObjectId;

    use super::*;

    pub(super) fn step(actor: u8, op: Op, line: usize) -> Event {
        Event {
            actor: ActorId::new(actor),
            object: "X".to_owned(),
            object_id: Some(ObjectId::new(1)),
            line: Some(line),
            ..Event::bare(op)
        }
    }

    #[test]
    fn a_thread_that_ends_the_program_is_decisive_and_main_is_not() {
        let exit = |actor: u8| Event {
            written: Some(Value::Number(3)),
            ..step(actor, Op::ProcessExit, 5)
        };
        let other = Story::of_events(vec![step(0, Op::AtomicStore, 2), exit(1)]);
        let found = exits(Failure::ExitCode, &other).unwrap();
        assert_eq!((found.event, found.line), (Some(1), Some(5)));
        assert_eq!(found.cause, Cause::Exits { code: Some(3) });
        assert_eq!(exits(Failure::WrongEnd, &other), None);
        let main = Story::of_events(vec![step(1, Op::AtomicStore, 2), exit(0)]);
        assert_eq!(exits(Failure::ExitCode, &main), None);
    }

    #[test]
    fn a_spin_is_marked_where_it_begins() {
        let spins = || step(1, Op::AtomicLoad, 5);
        let yields = || step(1, Op::Yield, 6);
        let interleaving = Story::of_events(vec![
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

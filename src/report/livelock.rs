//! A livelock in words: which actors spin forever, on what, and which are blocked because of that. Pure.

use std::collections::HashMap;

use protocol::ObjectId;
use protocol::effects::LockChange;

use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, Interleaving, Wait};
use crate::exploration::is_poisoned_lock;
use crate::exploration::value::Value;

/// So many of the last steps are looked at.
const LAST: usize = 200;

/// A lock that is released more often than this in the last steps is not held forever; what changes so often does not stay as
/// it is.
const FEW: usize = 3;

/// What is wrong, in one sentence without its full stop.
pub fn words(interleaving: &Interleaving) -> String {
    let spinning: Vec<&Wait> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.spins() || is_let_in(interleaving, wait))
        .collect();
    match spinning.as_slice() {
        [] => "livelock: every thread spins, and nothing changes".into(),
        [one] => {
            let spins = spins(interleaving, one);
            let held = held_by(interleaving, one.actor);
            format!("{}{held}", spins.trim_end())
        }
        many => {
            let all: Vec<String> = many.iter().map(|one| spins(interleaving, one)).collect();
            let changes = match back_and_forth(interleaving)[..] {
                [] => "nothing changes".to_owned(),
                ref some => changes_back_and_forth(some),
            };
            format!("livelock: {}, and {changes}", all.join(", "))
        }
    }
}

/// What the spinning actors change, again and again, without getting anywhere: its names.
pub fn back_and_forth(interleaving: &Interleaving) -> Vec<&str> {
    let from = interleaving.events.len().saturating_sub(LAST);
    let mut last: HashMap<ObjectId, &Value> = HashMap::new();
    let mut changes: HashMap<ObjectId, usize> = HashMap::new();
    let mut names = Vec::new();
    for event in &interleaving.events[from..] {
        let (Some(id), Some(written)) = (event.object_id, &event.written) else {
            continue;
        };
        if last.insert(id, written).is_some_and(|last| last != written) {
            let times = changes.entry(id).or_default();
            *times += 1;
            if *times == FEW {
                names.push(event.object.as_str());
            }
        }
    }
    names
}

/// `SPOON changes back and forth`.
pub fn changes_back_and_forth(names: &[&str]) -> String {
    match names {
        [one] => format!("{one} changes back and forth"),
        many => format!("{} change back and forth", many.join(" and ")),
    }
}

/// `inc spins forever on FLAG (line 12)`.
fn spins(interleaving: &Interleaving, wait: &Wait) -> String {
    let name = interleaving.name(wait.actor);
    let looks = last_look(interleaving, wait.actor);
    let object = looks.map_or(wait.object.as_str(), |event| event.object.as_str());
    let line = looks.and_then(|event| event.line).or(wait.line);
    let on = match object {
        "" => String::new(),
        object => format!(" on {object}"),
    };
    let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
    format!("{name} spins forever{on}{line}")
}

/// The last step of the actor that read something, or tried in vain.
fn last_look(interleaving: &Interleaving, actor: ActorId) -> Option<&Event> {
    let from = interleaving.events.len().saturating_sub(LAST);
    interleaving.events[from..].iter().rfind(|event| {
        let looks = event.read.is_some() || !event.succeeded || is_poisoned_lock(event);
        event.actor == actor && event.line.is_some() && looks
    })
}

/// Whether it is blocked only for the moment: in the last steps, what it waits for was released again and again.
fn is_let_in(interleaving: &Interleaving, wait: &Wait) -> bool {
    let from = interleaving.events.len().saturating_sub(LAST);
    let releases = |event: &&Event| {
        let change = event.op.lock().map(|lock| lock.change);
        event.object_id == wait.object_id && change == Some(LockChange::Release)
    };
    wait.blocked
        && wait.is_for_a_lock()
        && interleaving.events[from..].iter().filter(releases).count() > FEW
}

/// ` while it holds LOCK, and dec is blocked on LOCK`.
fn held_by(interleaving: &Interleaving, actor: ActorId) -> String {
    let blocked: Vec<&Wait> = interleaving
        .waits
        .iter()
        .filter(|wait| wait.blocked && wait.is_for_a_lock() && wait.holders.contains(&actor))
        .collect();
    let Some(first) = blocked.first() else {
        return String::new();
    };
    let all: Vec<String> = blocked
        .iter()
        .map(|wait| {
            format!(
                "{} is blocked on {}",
                interleaving.name(wait.actor),
                wait.object
            )
        })
        .collect();
    format!(" while it holds {}: {}", first.object, all.join(", "))
}

#[cfg(test)]
mod tests {
    use protocol::Op;

    use super::*;

    fn step(actor: u8, op: Op, poisoned: bool) -> Event {
        Event {
            actor: ActorId::new(actor),
            object: "VOTES".to_owned(),
            object_id: Some(ObjectId::new(7)),
            line: Some(if op == Op::Lock { 22 } else { 24 }),
            poisoned,
            ..Event::bare(op)
        }
    }

    fn wait(actor: u8, op: Op, holder: Option<u8>) -> Wait {
        Wait {
            actor: ActorId::new(actor),
            op,
            object: "VOTES".to_owned(),
            object_id: Some(ObjectId::new(7)),
            line: Some(22),
            blocked: holder.is_some(),
            holders: holder.into_iter().map(ActorId::new).collect(),
        }
    }

    #[test]
    fn a_lock_that_is_released_in_each_round_is_not_held_while_others_are_blocked() {
        let round = |actor| [step(actor, Op::Lock, true), step(actor, Op::Unlock, false)];
        let events = [1, 2, 1, 2, 1].map(round).into_iter().flatten().collect();
        let mut interleaving = Interleaving::of_events(events);
        interleaving.story.waits = vec![wait(1, Op::Yield, None), wait(2, Op::Lock, Some(1))];
        assert_eq!(
            words(&interleaving),
            "livelock: inc spins forever on VOTES (line 22), dec spins forever on VOTES (line 22), \
             and nothing changes"
        );
        interleaving.story.events.truncate(1);
        assert_eq!(
            words(&interleaving),
            "inc spins forever on VOTES (line 22) while it holds VOTES: dec is blocked on VOTES"
        );
    }
    #[test]
    fn what_spinning_threads_change_again_and_again_is_named() {
        let step = |actor, written| Event {
            actor: ActorId::new(actor),
            object: "SPOON".to_owned(),
            object_id: Some(ObjectId::new(3)),
            line: Some(9),
            read: Some(Value::Number(0)),
            written: Some(Value::Number(written)),
            ..Event::bare(Op::AtomicUpdate)
        };
        let events = [(1, 1), (2, 0), (1, 1), (2, 0)].map(|(actor, written)| step(actor, written));
        let mut interleaving = Interleaving::of_events(events.to_vec());
        interleaving.story.waits = vec![wait(1, Op::Yield, None), wait(2, Op::Yield, None)];
        assert_eq!(
            words(&interleaving),
            "livelock: inc spins forever on SPOON (line 9), dec spins forever on SPOON (line 9), \
             and SPOON changes back and forth"
        );
        interleaving.story.events.truncate(2);
        assert!(words(&interleaving).ends_with("and nothing changes"));
    }
}

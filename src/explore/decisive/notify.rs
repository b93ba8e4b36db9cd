//! Notifications that did not reach the thread that then waits forever. Pure.

use baton::protocol::Op;

use super::{at, looks};
use crate::explore::interleaving::{Decisive, Event, Interleaving, Wait};

/// One waits forever on a condition variable: its notification came before it waited, or woke another one.
pub(super) fn lost(told: &Interleaving) -> Option<Decisive> {
    let waits = told.waits.iter().filter(|wait| wait.blocked);
    waits
        .filter(|wait| matches!(wait.op, Op::Wake | Op::WakeTimeout))
        .find_map(|wait| too_early(told, wait).or_else(|| wakes_another(told, wait)))
}

/// It is sent between the look that says that there is something to wait for, and the wait.
fn too_early(told: &Interleaving, wait: &Wait) -> Option<Decisive> {
    let own = |event: &Event| event.actor == wait.actor;
    let waits = began(told, wait)?;
    let look = told.events[..waits]
        .iter()
        .rposition(|event| own(event) && (looks(event) || event.op == Op::Wait));
    let from = look.map_or(0, |look| look + 1);
    let lost = (from..waits).rev().find(|now| {
        let event = &told.events[*now];
        notifies(event, wait) && !event.succeeded && !own(event)
    })?;
    let who = told.name(wait.actor);
    let why = format!("lost wakeup: {who} is not waiting yet");
    Some(at(told, lost, why))
}

/// The last one that is sent while it waits is for one thread, and wakes another one.
fn wakes_another(told: &Interleaving, wait: &Wait) -> Option<Decisive> {
    let waits = began(told, wait)?;
    let last = (waits..told.events.len())
        .rev()
        .find(|now| notifies(&told.events[*now], wait))?;
    let event = &told.events[last];
    let [other] = event.wakes[..] else {
        return None;
    };
    (event.op == Op::NotifyOne && other != wait.actor).then(|| {
        let (other, who) = (told.name(other), told.name(wait.actor));
        at(
            told,
            last,
            format!("wakes {other}; {who} is never notified"),
        )
    })
}

/// One panics because it does not look again after its wait, which has ended without a notification, or for something that
/// another one has taken since.
pub(super) fn woken_for_nothing(told: &Interleaving) -> Option<Decisive> {
    let panic = told.panics.first()?;
    let before = told.events.get(..panic.after)?;
    let own = |event: &Event| event.actor == panic.actor;
    let woken = before
        .iter()
        .rposition(|event| own(event) && event.op == Op::Wake)?;
    if !before[woken].succeeded {
        let why = "spurious wakeup: the condition is not checked again".to_owned();
        return Some(at(told, woken, why));
    }
    let notified = before[..woken]
        .iter()
        .rposition(|event| event.wakes.contains(&panic.actor))?;
    let lock = before[woken].second_id;
    let thief = before[notified..woken].iter().find(|event| {
        let takes = event.op == Op::Lock && event.object_id == lock;
        takes && event.actor != before[notified].actor && !own(event)
    })?;
    let thief = told.name(thief.actor);
    let why = format!("stolen wakeup: {thief} was faster, and the condition is not checked again");
    Some(at(told, woken, why))
}

/// Where it has begun to wait.
fn began(told: &Interleaving, wait: &Wait) -> Option<usize> {
    told.events
        .iter()
        .rposition(|event| event.actor == wait.actor && event.op == Op::Wait)
}

fn notifies(event: &Event, wait: &Wait) -> bool {
    matches!(event.op, Op::NotifyOne | Op::NotifyAll) && event.object_id == wait.object_id
}

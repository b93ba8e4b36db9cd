//! Notifications that did not reach the thread that then waits forever. Pure.

use protocol::Op;

use super::{at, changes, is_read, looks};
use crate::explore::interleaving::{Decisive, Event, Interleaving, Wait};

/// One waits forever on a condition variable: its notification came before it waited, or woke another one.
pub(super) fn lost(told: &Interleaving) -> Option<Decisive> {
    let waits = told.waits.iter().filter(|wait| wait.blocked);
    waits
        .filter(|wait| matches!(wait.op, Op::Wake | Op::WakeTimeout))
        .find_map(|wait| {
            too_early(told, wait)
                .or_else(|| wakes_another(told, wait))
                .or_else(|| without_notifying(told, wait))
                .or_else(|| changed_again(told, wait))
        })
}

/// A wait ends without a notification. That may happen, but only where nothing goes wrong otherwise it is tried.
pub(super) fn spurious(told: &Interleaving) -> Option<Decisive> {
    let woken = told
        .events
        .iter()
        .position(|event| event.op == Op::Wake && !event.succeeded)?;
    let why = "spurious wakeup: wait() returns without a notification".to_owned();
    Some(at(told, woken, why))
}

/// What it waits for comes about after it has begun to wait, and is not followed by a notification.
fn without_notifying(told: &Interleaving, wait: &Wait) -> Option<Decisive> {
    let waits = began(told, wait)?;
    let looked_at = looked_at(told, wait, waits);
    let change = (waits..told.events.len()).rev().find(|now| {
        let event = &told.events[*now];
        event.actor != wait.actor && changes(event) && looked_at.contains(&event.object_id)
    })?;
    let event = &told.events[change];
    let is_told = |event: &Event| notifies(event, wait);
    if told.events[change..].iter().any(is_told) {
        return None;
    }
    let own = |one: &Event| one.actor == event.actor;
    let begins = told.events[..change].iter().rposition(|one| {
        own(one) && (one.op == Op::Lock || (changes(one) && one.object_id == event.object_id))
    });
    let before = begins.map_or(0, |begins| {
        // What it does before it takes the lock belongs to it.
        told.events[..begins]
            .iter()
            .rposition(|one| own(one) && one.op == Op::Unlock)
            .map_or(0, |unlock| unlock + 1)
    });
    let early = (before..change).rev().find(|now| {
        let one = &told.events[*now];
        own(one) && notifies(one, wait)
    });
    let object = &event.object;
    Some(match early {
        Some(early) => at(told, early, format!("notifies before {object} is changed")),
        None => {
            let who = told.name(wait.actor);
            at(
                told,
                change,
                format!("changes {object} without notifying {who}"),
            )
        }
    })
}

/// It is notified, but what it waited for is no longer so when it has the lock again.
fn changed_again(told: &Interleaving, wait: &Wait) -> Option<Decisive> {
    let own = |event: &&Event| event.actor == wait.actor;
    let waits = began(told, wait)?;
    let woken = told.events[..waits]
        .iter()
        .rposition(|event| own(&event) && event.op == Op::Wake && event.succeeded)?;
    // It has only looked again since.
    if told.events[woken..waits].iter().filter(own).any(changes) {
        return None;
    }
    let notified = told.events[..woken]
        .iter()
        .rposition(|event| event.wakes.contains(&wait.actor))?;
    let looked_at = looked_at(told, wait, waits);
    let change = (notified..woken).rev().find(|now| {
        let event = &told.events[*now];
        event.actor != wait.actor && changes(event) && looked_at.contains(&event.object_id)
    })?;
    let (object, who) = (&told.events[change].object, told.name(wait.actor));
    let why = format!("changes {object} again before {who}, which is notified, has read it");
    Some(at(told, change, why))
}

/// What it has read before it waited, since it had the lock.
fn looked_at(told: &Interleaving, wait: &Wait, waits: usize) -> Vec<u32> {
    let own = |event: &&Event| event.actor == wait.actor;
    let since = told.events[..waits].iter().filter(own).rev();
    since
        .take_while(|event| !matches!(event.op, Op::Lock | Op::Wake | Op::WakeTimeout))
        .filter(|event| is_read(event))
        .map(|event| event.object_id)
        .collect()
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
        return spurious(told);
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

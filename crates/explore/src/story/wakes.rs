//! The threads that each notification wakes. Pure.

use protocol::Op;

use super::Event;
use crate::naming::actors::ActorId;

/// Finds the threads that each notification wakes.
pub(super) fn find(events: &mut [Event]) {
    for at in 0..events.len() {
        if matches!(events[at].op, Op::NotifyOne | Op::NotifyAll) {
            events[at].wakes = woken_by(events, at);
        }
    }
}

/// Of the threads that wait there without a notification: all, or with `notify_one` the one that then wakes. If none does,
/// it may be any of them.
fn woken_by(events: &[Event], at: usize) -> Vec<ActorId> {
    let condvar = events[at].object_id;
    let is_wake = |event: &Event| matches!(event.op, Op::Wake | Op::WakeTimeout);
    let mut waiting: Vec<ActorId> = Vec::new();
    for event in events[..at].iter().filter(|one| one.object_id == condvar) {
        match event.op {
            Op::Wait => waiting.push(event.actor),
            // It is not known which one it wakes.
            Op::NotifyOne if event.wakes.len() > 1 => {}
            Op::NotifyOne | Op::NotifyAll => waiting.retain(|actor| !event.wakes.contains(actor)),
            _ if is_wake(event) => waiting.retain(|actor| *actor != event.actor),
            _ => {}
        }
    }
    if events[at].op == Op::NotifyAll {
        return waiting;
    }
    let next = events[at..].iter().find(|event| {
        event.object_id == condvar
            && is_wake(event)
            && event.succeeded
            && waiting.contains(&event.actor)
    });
    next.map_or(waiting, |event| vec![event.actor])
}

//! Which step is ordered before which other one: arrows between the lanes. Pure.

use std::collections::HashMap;

use protocol::effects::{LockChange, LockPlace};
use protocol::{ObjectId, Op};
use serde::Serialize;

use super::steps::Step;
use crate::exploration::actors::ActorId;
use crate::exploration::cause::Cause;
use crate::exploration::interleaving::{Event, FirstAccess, Interleaving};
use crate::failure::Kind;

/// An arrow from one step to another, of two threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Arrow {
    /// From this step.
    pub from: usize,
    /// To this one.
    pub to: usize,
    /// What connects them.
    pub link: Link,
}

/// How one step leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It wakes the other thread, or sends it a message.
    Wakes,
    /// It happens before the other step: by a lock, or by an atomic that the other one reads.
    HappensBefore,
}

/// The arrows between the steps. Those of happens-before are drawn where it decides: of a data race and of a stale read.
pub fn arrows(interleaving: &Interleaving, kind: Option<&Kind>, steps: &[Step]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (from, to, link) in synchronised(&interleaving.events) {
        if link == Link::HappensBefore && !order_decides(interleaving, kind) {
            continue;
        }
        let (Some(from), Some(to)) = (step_of(from, steps), step_of(to, steps)) else {
            continue;
        };
        let arrow = Arrow { from, to, link };
        if steps[from].thread != steps[to].thread && !arrows.contains(&arrow) {
            arrows.push(arrow);
        }
    }
    arrows
}

/// The two accesses of a data race, where both are drawn.
pub fn race(
    interleaving: &Interleaving,
    kind: Option<&Kind>,
    steps: &[Step],
) -> Option<[usize; 2]> {
    if !matches!(kind, Some(Kind::DataRace(_) | Kind::UseAfterFree(_))) {
        return None;
    }
    let decisive = interleaving.decisive.as_ref()?;
    let second = step_of(decisive.event?, steps)?;
    let first = match decisive.first.as_ref()? {
        FirstAccess::Event(first) => step_of(*first, steps)?,
        // It is drawn right before that event.
        FirstAccess::Before { event, line, .. } => {
            let until = step_of(*event, steps).unwrap_or(second).min(second);
            let is_it = |step: &Step| step.line == *line && step.events.is_empty();
            steps[..until].iter().rposition(is_it)?
        }
    };
    Some([first, second])
}

fn order_decides(interleaving: &Interleaving, kind: Option<&Kind>) -> bool {
    let decisive = interleaving.decisive.as_ref();
    let stale = decisive.is_some_and(|one| matches!(one.cause, Cause::StaleRead { .. }));
    stale || matches!(kind, Some(Kind::DataRace(_) | Kind::UseAfterFree(_)))
}

fn step_of(event: usize, steps: &[Step]) -> Option<usize> {
    steps.iter().position(|step| step.events.contains(&event))
}

/// The pairs of events that synchronise directly.
fn synchronised(events: &[Event]) -> Vec<(usize, usize, Link)> {
    let mut found = Vec::new();
    let mut last = Last::default();
    for (at, event) in events.iter().enumerate().filter(|(_, one)| !one.inside) {
        if let Some((from, link)) = last.before(events, event) {
            found.push((from, at, link));
        }
        last.take(at, event);
    }
    found
}

/// The last event of each kind that others can be ordered after, by object.
#[derive(Default)]
struct Last {
    unlocks: HashMap<ObjectId, usize>,
    stores: HashMap<ObjectId, usize>,
    /// Notifications, by condition variable and the thread that they wake.
    notifies: HashMap<(ObjectId, ActorId), usize>,
    /// The messages in a channel, the oldest first.
    messages: HashMap<ObjectId, Vec<usize>>,
}

impl Last {
    /// What this event is ordered after.
    fn before(&mut self, events: &[Event], event: &Event) -> Option<(usize, Link)> {
        let object = event.object_id?;
        let effects = event.op.effects();
        let of_another = |at: &usize| events[*at].actor != event.actor;
        match event.op {
            Op::Wake | Op::WakeTimeout if event.succeeded => {
                let notified = self.notifies.remove(&(object, event.actor));
                return notified.map(|at| (at, Link::Wakes));
            }
            Op::Receive | Op::TryReceive | Op::ReceiveTimeout if event.succeeded => {
                let sent = self.messages.get_mut(&object)?;
                return (!sent.is_empty()).then(|| (sent.remove(0), Link::Wakes));
            }
            Op::AtomicLoad | Op::AtomicUpdate | Op::AtomicExchange
                if event.order.acquires() && !event.stale =>
            {
                let stored = self.stores.get(&object).copied().filter(of_another);
                return stored.map(|at| (at, Link::HappensBefore));
            }
            _ => {}
        }
        let lock = effects
            .lock
            .filter(|lock| lock.is_acquired(event.succeeded))?;
        let lock = match lock.place {
            LockPlace::Memory | LockPlace::File => object,
            LockPlace::OfCondvar => event.second_id?,
        };
        let unlocked = self.unlocks.get(&lock).copied().filter(of_another);
        unlocked.map(|at| (at, Link::HappensBefore))
    }

    fn take(&mut self, at: usize, event: &Event) {
        let Some(object) = event.object_id else {
            return;
        };
        match event.op {
            Op::NotifyOne | Op::NotifyAll => {
                for woken in &event.wakes {
                    self.notifies.insert((object, *woken), at);
                }
            }
            Op::Send | Op::TrySend if event.succeeded => {
                self.messages.entry(object).or_default().push(at);
            }
            Op::AtomicStore if event.order.releases() => {
                self.stores.insert(object, at);
            }
            // It begins no release sequence, and ends the one before.
            Op::AtomicStore => {
                self.stores.remove(&object);
            }
            Op::AtomicUpdate | Op::AtomicExchange if event.succeeded && event.order.releases() => {
                self.stores.insert(object, at);
            }
            _ => {}
        }
        match event.op.effects().lock {
            Some(lock) if lock.change == LockChange::Release => {
                let lock = match lock.place {
                    LockPlace::Memory | LockPlace::File => Some(object),
                    LockPlace::OfCondvar => event.second_id,
                };
                self.unlocks.extend(lock.map(|lock| (lock, at)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::Order;

    use super::*;

    fn event(actor: u8, op: Op, order: Order) -> Event {
        Event {
            actor: ActorId::new(actor),
            order,
            object_id: Some(ObjectId::new(7)),
            ..Event::bare(op)
        }
    }

    #[test]
    fn an_acquiring_load_is_ordered_after_the_releasing_store_that_it_reads() {
        let load = event(2, Op::AtomicLoad, Order::Acquire);
        let with = |store: Order| synchronised(&[event(1, Op::AtomicStore, store), load.clone()]);
        assert_eq!(with(Order::Release), [(0, 1, Link::HappensBefore)]);
        assert_eq!(with(Order::Relaxed), []);
        let stale = Event {
            stale: true,
            ..load
        };
        let store = event(1, Op::AtomicStore, Order::Release);
        assert_eq!(synchronised(&[store, stale]), []);
    }

    #[test]
    fn a_lock_is_ordered_after_the_unlock_of_another_thread() {
        let unlock = event(1, Op::Unlock, Order::None);
        let lock = |actor| event(actor, Op::Lock, Order::None);
        let found = synchronised(&[unlock.clone(), lock(2)]);
        assert_eq!(found, [(0, 1, Link::HappensBefore)]);
        assert_eq!(synchronised(&[unlock, lock(1)]), []);
    }

    #[test]
    fn messages_are_received_in_the_order_in_which_they_are_sent() {
        let send = event(1, Op::Send, Order::None);
        let receive = event(2, Op::Receive, Order::None);
        let events = [send.clone(), send, receive.clone(), receive];
        let expected = [(0, 2, Link::Wakes), (1, 3, Link::Wakes)];
        assert_eq!(synchronised(&events), expected);
    }
}

//! Which step is ordered before which other one: arrows between the lanes. Pure.

use std::collections::{HashMap, HashSet};

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
    /// It happens before what follows a fence behind the other step, or what precedes a fence happens before that step. No
    /// fence is drawn: the arrow goes from the store to the load that reads it.
    ByFence,
}

/// The arrows between the steps. Those of happens-before are drawn where it decides: of a data race and of a stale read.
pub fn arrows(interleaving: &Interleaving, kind: Option<&Kind>, steps: &[Step]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (from, to, link) in synchronised(&interleaving.events) {
        let is_order = match link {
            Link::Wakes => false,
            Link::HappensBefore | Link::ByFence => true,
        };
        if is_order && !order_decides(interleaving, kind) {
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
    let stale = decisive.is_some_and(|one| {
        matches!(
            one.cause,
            Cause::StaleRead { .. } | Cause::StaleWrite { .. }
        )
    });
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
        match event.op {
            Op::Fence => found.extend(last.fence(event)),
            _ => {
                let before = last.before(events, at, event);
                found.extend(before.map(|(from, link)| (from, at, link)));
                last.take(at, event);
            }
        }
    }
    found
}

/// The last event of each kind that others can be ordered after, by object.
#[derive(Default)]
struct Last {
    unlocks: HashMap<ObjectId, usize>,
    stores: HashMap<ObjectId, (usize, Link)>,
    /// Stores of others that a thread's loads have read without synchronising, with these loads: its next fence does.
    read: HashMap<ActorId, Vec<(usize, usize)>>,
    /// Those that have executed a fence that releases.
    fenced: HashSet<ActorId>,
    /// Notifications, by condition variable and the thread that they wake.
    notifies: HashMap<(ObjectId, ActorId), usize>,
    /// The messages in a channel, the oldest first.
    messages: HashMap<ObjectId, Vec<usize>>,
}

impl Last {
    /// What a fence orders.
    fn fence(&mut self, event: &Event) -> Vec<(usize, usize, Link)> {
        if event.order.releases() {
            self.fenced.insert(event.actor);
        }
        let read = match event.order.acquires() {
            true => self.read.remove(&event.actor).unwrap_or_default(),
            false => Vec::new(),
        };
        let ordered = read.into_iter();
        ordered
            .map(|(store, load)| (store, load, Link::ByFence))
            .collect()
    }

    /// What this event is ordered after.
    fn before(&mut self, events: &[Event], at: usize, event: &Event) -> Option<(usize, Link)> {
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
            Op::AtomicLoad | Op::AtomicUpdate | Op::AtomicExchange if !event.stale => {
                let stored = self.stores.get(&object).copied();
                let stored = stored.filter(|(store, _)| of_another(store))?;
                if event.order.acquires() {
                    return Some(stored);
                }
                let read = self.read.entry(event.actor).or_default();
                read.push((stored.0, at));
                return None;
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

    /// How a store releases what was done before it, if it does.
    fn released(&self, event: &Event) -> Option<Link> {
        match (event.order.releases(), self.fenced.contains(&event.actor)) {
            (true, _) => Some(Link::HappensBefore),
            (false, true) => Some(Link::ByFence),
            (false, false) => None,
        }
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
            Op::AtomicStore => match self.released(event) {
                Some(link) => {
                    self.stores.insert(object, (at, link));
                }
                // It begins no release sequence, and ends the one before.
                None => {
                    self.stores.remove(&object);
                }
            },
            Op::AtomicUpdate | Op::AtomicExchange if event.succeeded => {
                let released = self.released(event);
                self.stores
                    .extend(released.map(|link| (object, (at, link))));
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
    fn fences_order_a_relaxed_store_before_a_relaxed_load_that_reads_it() {
        let fence = |actor, order| Event {
            object_id: None,
            ..event(actor, Op::Fence, order)
        };
        let store = event(1, Op::AtomicStore, Order::Relaxed);
        let load = |order| event(2, Op::AtomicLoad, order);
        let release = fence(1, Order::Release);
        let both = [
            release.clone(),
            store.clone(),
            load(Order::Relaxed),
            fence(2, Order::Acquire),
        ];
        assert_eq!(synchronised(&both), [(1, 2, Link::ByFence)]);
        assert_eq!(synchronised(&both[..3]), [], "the load does not acquire");
        assert_eq!(synchronised(&both[1..]), [], "the store does not release");
        let one = [release, store, load(Order::Acquire)];
        assert_eq!(synchronised(&one), [(1, 2, Link::ByFence)]);
        let other = [
            event(1, Op::AtomicStore, Order::Release),
            load(Order::Relaxed),
            fence(2, Order::AcqRel),
        ];
        assert_eq!(synchronised(&other), [(0, 1, Link::ByFence)]);
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

//! Values that were read, and were no longer true when they were used. Pure.

use protocol::Op;

use crate::story::cause::Cause;
use crate::story::steps::{Thing, at, changes, is_read, is_shared, looks, stores};
use crate::story::{Decisive, Event, Story};

/// What the stale value was used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    /// It was stored where it came from, with a change.
    SameThing,
    /// Something was done because of it.
    AnyThing,
}

/// A store of a value that was computed before another thread changed what it was computed from.
pub(super) fn stored(interleaving: &Story) -> Option<Decisive> {
    let stores = |at: usize| stores(&interleaving.events[at]) || sets_in_vain(interleaving, at);
    stale(interleaving, stores, Other::SameThing)
}

/// Whether the event sets what is set already, and its actor goes on as if it had not been: a lock that another one holds.
fn sets_in_vain(interleaving: &Story, at: usize) -> bool {
    let event = &interleaving.events[at];
    let later = interleaving.events[at + 1..].iter();
    let mut own = later.filter(|one| one.actor == event.actor && one.object_id == event.object_id);
    let looks_again = own.next().is_some_and(is_read);
    let stays = event.read.is_some() && event.read == event.written;
    event.op == Op::AtomicUpdate && stays && !event.inside && !looks_again
}

/// A change that a thread makes because of a value that another thread has changed since it was read.
pub(super) fn acted_on(interleaving: &Story) -> Option<Decisive> {
    let changes = |at: usize| changes(&interleaving.events[at]);
    stale(interleaving, changes, Other::AnyThing)
}

fn stale(interleaving: &Story, acts: impl Fn(usize) -> bool, other: Other) -> Option<Decisive> {
    (0..interleaving.events.len())
        .filter(|now| acts(*now) && is_shared(interleaving, &interleaving.events[*now]))
        .find_map(|now| {
            let stale = stale_read(&interleaving.events, now, other)?;
            let object = interleaving.events[stale.read].object.clone();
            let writer = interleaving.events[stale.overtaken].actor;
            // What the harness does with it was decided when the program's own part looked at the rest.
            let look = (!is_own(interleaving, now))
                .then(|| (stale.overtaken..now).find(|at| looks_on(interleaving, *at, now)))
                .flatten();
            let cause = match (look, other) {
                (Some(_), _) => Cause::ChangedSinceRead { object, writer },
                (None, Other::SameThing) => Cause::UsesOldValue { writer },
                (None, Other::AnyThing) => Cause::ActsOnOldValue { object, writer },
            };
            Some(at(interleaving, look.unwrap_or(now), cause))
        })
}

/// Whether the event is in a line of the program's own.
fn is_own(interleaving: &Story, event: usize) -> bool {
    let line = interleaving.events[event].line;
    line.is_some_and(|line| interleaving.source.is_own(line))
}

/// Whether the actor of `now` looks at something there, in a line of the program's own.
fn looks_on(interleaving: &Story, at: usize, now: usize) -> bool {
    let event = &interleaving.events[at];
    event.actor == interleaving.events[now].actor && looks(event) && is_own(interleaving, at)
}

/// A read, and the event of another thread that made it stale.
struct Stale {
    read: usize,
    overtaken: usize,
}

/// Of what the event's actor has read last, the newest read that another thread has made stale.
fn stale_read(events: &[Event], now: usize, other: Other) -> Option<Stale> {
    let event = &events[now];
    let mut known: Vec<Thing> = Vec::new();
    for before in (0..now).rev() {
        let past = &events[before];
        if past.actor != event.actor {
            continue;
        }
        let thing = Thing::of(past);
        if other == Other::SameThing {
            if thing != Thing::of(event) {
                continue;
            }
            if stores(past) && past.op != Op::FileWrite {
                // It has written there itself since.
                return None;
            }
        }
        if !looks(past) && !changes(past) {
            continue;
        }
        let part_of_the_save = matches!(past.op, Op::FileSetLen | Op::FileCreate | Op::FileSeek);
        if other == Other::SameThing && part_of_the_save {
            continue;
        }
        if !looks(past) || known.contains(&thing) {
            // What it changed itself in one step, it knows.
            known.push(thing);
            continue;
        }
        let overtaken = (before + 1..now).rev().find(|at| {
            let one = &events[*at];
            one.actor != event.actor && changes(one) && thing.is_touched_by(one)
        });
        if let Some(overtaken) = overtaken {
            return Some(Stale {
                read: before,
                overtaken,
            });
        }
        if other == Other::SameThing {
            return None;
        }
        known.push(thing);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::actors::ActorId;
    use crate::naming::value::Value;
    use crate::story::decisive::tests::step;

    fn swaps(actor: u8, from: i64, to: i64) -> Event {
        Event {
            read: Some(Value::Number(from)),
            written: Some(Value::Number(to)),
            ..step(actor, Op::AtomicUpdate, 5)
        }
    }

    #[test]
    fn a_lock_that_is_set_although_it_is_held_is_decisive_unless_its_thread_looks_again() {
        let loads = |actor| Event {
            read: Some(Value::Number(0)),
            ..step(actor, Op::AtomicLoad, 4)
        };
        let mut events = vec![loads(1), loads(2), swaps(2, 0, 1), swaps(1, 1, 1)];
        let decisive = stored(&Story::of_events(events.clone())).unwrap();
        assert_eq!(decisive.event, Some(3));
        let writer = ActorId::new(2);
        assert_eq!(decisive.cause, Cause::UsesOldValue { writer });
        events.push(swaps(1, 0, 1));
        assert_eq!(stored(&Story::of_events(events)), None);
    }
}

//! Values that were read, and were no longer true when they were used. Pure.

use protocol::Op;

use crate::story::cause::Cause;
use crate::story::steps::{Thing, at, changes, is_shared, looks, stores};
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
    stale(interleaving, stores, Other::SameThing)
}

/// A change that a thread makes because of a value that another thread has changed since it was read.
pub(super) fn acted_on(interleaving: &Story) -> Option<Decisive> {
    stale(interleaving, changes, Other::AnyThing)
}

fn stale(interleaving: &Story, acts: fn(&Event) -> bool, other: Other) -> Option<Decisive> {
    (0..interleaving.events.len())
        .filter(|now| {
            acts(&interleaving.events[*now]) && is_shared(interleaving, &interleaving.events[*now])
        })
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

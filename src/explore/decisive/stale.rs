//! Values that were read, and were no longer true when they were used. Pure.

use protocol::Op;

use super::{Thing, at, changes, is_shared, looks, stores};
use crate::explore::interleaving::{Decisive, Event, Interleaving};

/// What the stale value was used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    /// It was stored where it came from, with a change.
    SameThing,
    /// Something was done because of it.
    AnyThing,
}

/// Somebody stores a value that was worked out before somebody else changed what it came from.
pub(super) fn stored(told: &Interleaving) -> Option<Decisive> {
    stale(told, stores, Other::SameThing)
}

/// Somebody changes something because of a value that somebody else has changed since it was read.
pub(super) fn acted_on(told: &Interleaving) -> Option<Decisive> {
    stale(told, changes, Other::AnyThing)
}

fn stale(told: &Interleaving, acts: fn(&Event) -> bool, other: Other) -> Option<Decisive> {
    (0..told.events.len())
        .filter(|now| acts(&told.events[*now]) && is_shared(told, &told.events[*now]))
        .find_map(|now| {
            let stale = stale_read(&told.events, now, other)?;
            let thing = &told.events[stale.read].object;
            let writer = told.name(told.events[stale.overtaken].actor);
            let why = match other {
                Other::SameThing => format!("uses the value read before {writer} wrote"),
                Other::AnyThing => {
                    format!("acts on what {thing} was before {writer} changed it")
                }
            };
            // What the kit's part does with it was decided when the learner's part looked at the rest.
            let look = (!is_learners(told, now))
                .then(|| (stale.overtaken..now).find(|at| looks_on(told, *at, now)))
                .flatten();
            Some(match look {
                Some(look) => at(
                    told,
                    look,
                    format!("{writer} has changed {thing} since it was read"),
                ),
                None => at(told, now, why),
            })
        })
}

/// Whether the event is in a line of the learner's.
fn is_learners(told: &Interleaving, event: usize) -> bool {
    let line = told.events[event].line;
    line.is_some_and(|line| told.source.is_learners(line))
}

/// Whether the actor of `now` looks at something there, in a line of the learner's.
fn looks_on(told: &Interleaving, at: usize, now: usize) -> bool {
    let event = &told.events[at];
    event.actor == told.events[now].actor && looks(event) && is_learners(told, at)
}

/// A read that somebody else has overtaken, and the event that did.
struct Stale {
    read: usize,
    overtaken: usize,
}

/// Of what the event's actor has read last, the newest that somebody else has overtaken.
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

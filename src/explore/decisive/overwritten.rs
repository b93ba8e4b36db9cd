//! What was written, and is not there when somebody looks for it. Pure.

use std::collections::HashMap;
use std::ops::Range;

use protocol::Op;

use super::{Thing, at, is_read, is_shared, looks, stores};
use crate::explore::interleaving::{Decisive, Event, Interleaving};

/// Somebody writes less over a file than was there, and the end of it stays.
pub(super) fn leaves_a_rest(told: &Interleaving) -> Option<Decisive> {
    let mut lengths: HashMap<u32, u64> = HashMap::new();
    for (now, event) in told.events.iter().enumerate() {
        match (event.op, &event.bytes) {
            (Op::FileCreate, _) => {
                lengths.insert(event.object_id, 0);
                lengths.insert(event.second_id, 0);
            }
            (Op::FileSetLen, _) => {
                let length = event.written.as_ref().and_then(|text| text.parse().ok());
                lengths.insert(event.object_id, length.unwrap_or(0));
            }
            (Op::FileWrite, Some(bytes)) => {
                let length = lengths.entry(event.object_id).or_default();
                // What comes behind it is still to be written, or will be cut off.
                let goes_on = told.events[now + 1..].iter().any(|later| {
                    later.actor == event.actor
                        && later.object_id == event.object_id
                        && (later.op == Op::FileSetLen || begins_at(later, bytes.end))
                });
                if bytes.end < *length && !goes_on {
                    let why = format!(
                        "leaves trailing bytes of the old content of {}",
                        event.object
                    );
                    return Some(at(told, now, why));
                }
                *length = bytes.end.max(*length);
            }
            _ => {}
        }
    }
    None
}

fn begins_at(event: &Event, place: u64) -> bool {
    let bytes = event.bytes.as_ref();
    bytes.is_some_and(|bytes| bytes.start == place)
}

/// Somebody writes over what nobody has read yet, better over what somebody else wrote.
pub(super) fn unread(told: &Interleaving) -> Option<Decisive> {
    let lost = |now: usize| lost_by(told, now).map(|before| (before, now));
    let others =
        |(before, now): &(usize, usize)| told.events[*before].actor != told.events[*now].actor;
    let all: Vec<(usize, usize)> = (0..told.events.len()).filter_map(lost).collect();
    let (before, now) = *all.iter().find(|one| others(one)).or(all.first())?;
    let why = match told.events[before].actor {
        writer if writer == told.events[now].actor => {
            let value = told.events[before].written.as_deref();
            format!(
                "overwrites {} before it is read",
                value.unwrap_or("a value")
            )
        }
        writer => format!("overwrites what {} wrote", told.name(writer)),
    };
    Some(at(told, now, why))
}

/// The write that this one makes unreadable before anybody has read it, if there is one. What `main` has created before
/// the others is there to be written over.
fn lost_by(told: &Interleaving, now: usize) -> Option<usize> {
    let event = &told.events[now];
    if !stores(event) || event.actor == 0 || !is_shared(told, event) {
        return None;
    }
    let thing = Thing::of(event);
    let touches = |at: &usize| thing.is_touched_by(&told.events[*at]);
    let before = (0..now).rev().filter(touches).find(|at| {
        let past = &told.events[*at];
        is_read(past) || looks(past) || (stores(past) && overlap(&past.bytes, &event.bytes))
    })?;
    let past = &told.events[before];
    let lost = stores(past) && past.actor != 0 && past.written != event.written;
    let wanted = told.events[now + 1..].iter().any(|later| {
        later.actor != event.actor && thing.is_touched_by(later) && (is_read(later) || looks(later))
    });
    (lost && wanted).then_some(before)
}

/// Whether both have written to the same place; what is no file is one place.
fn overlap(one: &Option<Range<u64>>, other: &Option<Range<u64>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.start < other.end && other.start < one.end,
        _ => true,
    }
}

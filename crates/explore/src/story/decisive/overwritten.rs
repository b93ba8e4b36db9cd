//! Values that were written, and were overwritten before they were read. Pure.

use std::collections::HashMap;
use std::ops::Range;

use protocol::{ObjectId, Op};

use crate::naming::actors::ActorId;
use crate::naming::value::Value;
use crate::story::cause::Cause;
use crate::story::steps::{Thing, at, is_read, is_shared, looks, stores};
use crate::story::{Decisive, Event, Story};

/// A write over a file is shorter than the old content, whose end stays.
pub(super) fn leaves_a_rest(interleaving: &Story) -> Option<Decisive> {
    let mut lengths: HashMap<Option<ObjectId>, u64> = HashMap::new();
    for (now, event) in interleaving.events.iter().enumerate() {
        match (event.op, &event.bytes) {
            (Op::FileCreate, _) => {
                lengths.insert(event.object_id, 0);
                lengths.insert(event.second_id, 0);
            }
            (Op::FileSetLen, _) => {
                let length = event.written.as_ref().and_then(Value::number);
                let length = length.and_then(|length| u64::try_from(length).ok());
                lengths.insert(event.object_id, length.unwrap_or(0));
            }
            (Op::FileWrite, Some(bytes)) => {
                let length = lengths.entry(event.object_id).or_default();
                // What comes behind it is still to be written, or will be cut off.
                let goes_on = interleaving.events[now + 1..].iter().any(|later| {
                    later.actor == event.actor
                        && later.object_id == event.object_id
                        && (later.op == Op::FileSetLen || begins_at(later, bytes.end))
                });
                if bytes.end < *length && !goes_on {
                    let object = event.object.clone();
                    return Some(at(interleaving, now, Cause::LeavesTrailingBytes { object }));
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

/// A write over a value that no thread has read yet, preferably over one of another thread.
pub(super) fn unread(interleaving: &Story) -> Option<Decisive> {
    let lost = |now: usize| lost_by(interleaving, now).map(|before| (before, now));
    let others = |(before, now): &(usize, usize)| {
        interleaving.events[*before].actor != interleaving.events[*now].actor
    };
    let all: Vec<(usize, usize)> = (0..interleaving.events.len()).filter_map(lost).collect();
    let (before, now) = *all.iter().find(|one| others(one)).or(all.first())?;
    let cause = match interleaving.events[before].actor {
        writer if writer == interleaving.events[now].actor => Cause::OverwritesUnread {
            value: interleaving.events[before].written.clone(),
        },
        writer => Cause::OverwritesOther { writer },
    };
    Some(at(interleaving, now, cause))
}

/// The write that this one overwrites before a thread has read it, if there is one. What `main` wrote before the other
/// threads started is there to be overwritten.
fn lost_by(interleaving: &Story, now: usize) -> Option<usize> {
    let event = &interleaving.events[now];
    if !stores(event) || event.actor == ActorId::MAIN || !is_shared(interleaving, event) {
        return None;
    }
    let thing = Thing::of(event);
    let touches = |at: &usize| thing.is_touched_by(&interleaving.events[*at]);
    let before = (0..now).rev().filter(touches).find(|at| {
        let past = &interleaving.events[*at];
        is_read(past) || looks(past) || (stores(past) && overlap(&past.bytes, &event.bytes))
    })?;
    let past = &interleaving.events[before];
    let lost = stores(past) && past.actor != ActorId::MAIN && past.written != event.written;
    let is_read_later = interleaving.events[now + 1..].iter().any(|later| {
        later.actor != event.actor && thing.is_touched_by(later) && (is_read(later) || looks(later))
    });
    (lost && is_read_later).then_some(before)
}

/// Whether both have written to the same place; what is no file is one place.
fn overlap(one: &Option<Range<u64>>, other: &Option<Range<u64>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.start < other.end && other.start < one.end,
        _ => true,
    }
}

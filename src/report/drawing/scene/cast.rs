//! Who gets a column, and what is shared between them. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use protocol::{NO_OBJECT, ObjectKind, Op, Order};

use super::super::state::State;
use crate::explore::interleaving::{Event, FirstAccess, Interleaving, Switch};
use crate::explore::legend::{Depth, MEMORY};
use crate::explore::{changes, is_read};

/// The things that two or more actors use, and that are worth showing.
pub fn shared(told: &Interleaving) -> BTreeSet<u32> {
    let mut users: BTreeMap<u32, BTreeSet<u8>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for event in &told.events {
        users
            .entry(event.object_id)
            .or_default()
            .insert(event.actor);
        if changes(event) {
            changed.insert(event.object_id);
        }
    }
    for wait in &told.waits {
        users.entry(wait.object_id).or_default().insert(wait.actor);
    }
    // Memory without a name is mostly std's own: what a thread brings back, say. But not where an atomic is there, or where
    // it all was decided.
    let nameless = |id: u32| {
        let of_it = || told.events.iter().filter(|event| event.object_id == id);
        let is_atomic = |event: &Event| event.order != Order::None;
        of_it().any(|event| event.object.starts_with(MEMORY))
            && !of_it().any(is_atomic)
            && decided_at(told).is_none_or(|event| event.object_id != id)
    };
    let only_looked_at = |id: u32| {
        told.events
            .iter()
            .filter(|event| event.object_id == id)
            .all(|event| is_read(event) && !changed.contains(&id))
    };
    // One name can come to lead to another file: who uses either uses the name.
    let mut users_of_name: BTreeMap<&str, BTreeSet<u8>> = BTreeMap::new();
    for event in told.events.iter().filter(|event| is_file(event)) {
        users_of_name
            .entry(&event.object)
            .or_default()
            .insert(event.actor);
    }
    let by_name: BTreeSet<u32> = told
        .events
        .iter()
        .filter(|event| is_file(event))
        .filter(|event| users_of_name[event.object.as_str()].len() > 1)
        .map(|event| event.object_id)
        .collect();
    let decided = decided_at(told).map(|event| event.object_id);
    // It is not known what a thread would use that has not started. And if no data is shared, all of it is shown.
    let any_is_shared = users
        .iter()
        .filter(|(id, _)| is_named_data(told, **id) && !nameless(**id))
        .any(|(id, users)| users.len() > 1 && !told.is_of_the_check(*id));
    let not_started = told.waits.iter().any(|wait| wait.op == Op::Begin);
    let counts_alone = |id: u32, users: &BTreeSet<u8>| {
        (not_started && users.contains(&0) || !any_is_shared) && is_named_data(told, id)
    };
    // With a condition variable others meet the lock that is waited with.
    let waited_with: BTreeSet<u32> = told
        .events
        .iter()
        .filter(|event| event.op == Op::Wait && users[&event.object_id].len() > 1)
        .map(|event| event.second_id)
        .collect();
    let mut shared: BTreeSet<u32> = users
        .into_iter()
        .filter(|(id, users)| {
            let is_used = users.len() > 1 || by_name.contains(id) || waited_with.contains(id);
            (is_used && !only_looked_at(*id)) || counts_alone(*id, users)
        })
        .map(|(id, _)| id)
        .filter(|id| !nameless(*id) && !told.is_of_the_check(*id))
        .chain(decided.filter(|id| *id != NO_OBJECT))
        .chain(raced_for(told))
        .chain(read_while_holding(told))
        .chain(spun_on(told))
        .collect();
    shared.extend(held_at_data(told, &shared));
    shared
}

/// Whether it has a name and is read or written.
fn is_named_data(told: &Interleaving, id: u32) -> bool {
    let mut of_it = told.events.iter().filter(|event| event.object_id == id);
    of_it.any(|event| (is_read(event) || changes(event)) && !event.object.is_empty())
}

/// The locks that one holds while it uses shared data: also those that only one uses, which guard nothing.
fn held_at_data(told: &Interleaving, shared: &BTreeSet<u32>) -> BTreeSet<u32> {
    let mut state = State::new(told);
    let mut locks = BTreeSet::new();
    for event in &told.events {
        let of_path = event.file.as_ref().map(|file| file.path);
        let is_shared =
            shared.contains(&event.object_id) || of_path.is_some_and(|path| shared.contains(&path));
        if is_shared && (is_read(event) || changes(event)) {
            locks.extend(state.held_by(event.actor));
        }
        if event.depth == Depth::There && !event.inside {
            state.apply(event);
        }
    }
    locks
}

/// What those look at in the end who are not blocked.
fn spun_on(told: &Interleaving) -> impl Iterator<Item = u32> {
    // If main is not among them, it has ended, and all others with it.
    let is_stuck = told.waits.iter().any(|wait| wait.actor == 0);
    told.waits
        .iter()
        .filter(move |wait| is_stuck && !wait.blocked && wait.op != Op::Begin)
        .filter_map(|wait| {
            let last = told
                .events
                .iter()
                .rfind(|event| event.actor == wait.actor && is_read(event))?;
            let named = !last.object.is_empty() && !last.object.starts_with(MEMORY);
            named.then_some(last.object_id)
        })
}

/// What one that waits for a lock of its own has read since it took it: that is why it did not come to give it back.
fn read_while_holding(told: &Interleaving) -> Vec<u32> {
    let [own] = told.cycle[..] else {
        return Vec::new();
    };
    let Some(wait) = told.waits.iter().find(|wait| wait.actor == own) else {
        return Vec::new();
    };
    let of_lock = |event: &Event| event.actor == own && event.object_id == wait.object_id;
    let since = told
        .events
        .iter()
        .rposition(|event| of_lock(event) && event.op.is_acquisition());
    told.events[since.unwrap_or(told.events.len())..]
        .iter()
        .filter(|event| event.actor == own && is_read(event) && !event.inside)
        .filter(|event| !event.object.starts_with(MEMORY))
        .map(|event| event.object_id)
        .collect()
}

fn decided_at(told: &Interleaving) -> Option<&Event> {
    let decisive = told.decisive.as_ref()?;
    told.events.get(decisive.event?)
}

/// The object of the first access of a data race.
fn raced_for(told: &Interleaving) -> Option<u32> {
    match told.decisive.as_ref()?.first.as_ref()? {
        FirstAccess::Event(at) => told.events.get(*at).map(|event| event.object_id),
        FirstAccess::Before { .. } => None,
    }
}

fn is_file(event: &Event) -> bool {
    matches!(event.kind, Some(ObjectKind::File | ObjectKind::Path))
}

/// Whether the step is one of a lock, or of data, that others use too.
fn matters(event: &Event, shared: &BTreeSet<u32>) -> bool {
    let about_tasks = matches!(
        event.op,
        Op::Begin
            | Op::End
            | Op::Spawn
            | Op::Join
            | Op::IsFinished
            | Op::ProcessSpawn
            | Op::ProcessWait
            | Op::ProcessTryWait
            | Op::ProcessExit
            | Op::Print
    );
    !about_tasks && !event.inside && shared.contains(&event.object_id)
}

/// The threads and processes that get a column: each that does something that matters, waits at the end, or takes the decisive
/// step. `main` gets one only if its steps come between theirs.
pub fn lanes(told: &Interleaving, shared: &BTreeSet<u32>) -> Vec<u8> {
    let of_others = |event: &Event| event.actor != 0 && matters(event, shared);
    let first = told.events.iter().position(of_others);
    let last = told.events.iter().rposition(of_others);
    let mut lanes: Vec<u8> = (1..told.actors.len() as u8)
        .filter(|actor| {
            told.events
                .iter()
                .any(|event| event.actor == *actor && matters(event, shared))
                || told.waits.iter().any(|wait| wait.actor == *actor)
                || told.panics.iter().any(|panic| panic.actor == *actor)
                || decided_at(told).is_some_and(|event| event.actor == *actor)
        })
        .collect();
    let main_mixes = match (first, last) {
        (Some(first), Some(last)) => told.events[first..last]
            .iter()
            .any(|event| event.actor == 0 && matters(event, shared)),
        _ => true,
    };
    let main_is_cut = told
        .events
        .windows(2)
        .any(|two| two[1].switch == Switch::Preemption && (two[0].actor == 0 || two[1].actor == 0));
    let main_decides = decided_at(told).is_some_and(|event| event.actor == 0);
    if main_mixes || main_is_cut || main_decides || told.cycle.contains(&0) || lanes.is_empty() {
        lanes.insert(0, 0);
    }
    lanes
}

/// The events from the first to the last that are drawn in columns.
pub fn span(told: &Interleaving, lanes: &[u8]) -> Range<usize> {
    if lanes.contains(&0) {
        return 0..told.events.len();
    }
    let others = |event: &Event| event.actor != 0;
    let first = told.events.iter().position(others).unwrap_or(0);
    let last = told.events.iter().rposition(others).map_or(0, |at| at + 1);
    first..last
}

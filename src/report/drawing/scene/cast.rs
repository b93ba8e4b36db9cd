//! The threads and processes that get a column, and what they share. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use protocol::{ObjectId, ObjectKind, Op, Order};

use super::super::cells::Objects;
use crate::exploration::actors::ActorId;
use crate::exploration::interleaving::{Event, FirstAccess, Interleaving, Switch, Wait};
use crate::exploration::legend::{Depth, MEMORY};
use crate::exploration::shared::Shared;
use crate::exploration::{changes, is_read};

/// The things that two or more actors use, and that are worth showing.
pub fn shared(interleaving: &Interleaving) -> Objects {
    let mut users: BTreeMap<Option<ObjectId>, BTreeSet<ActorId>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for event in &interleaving.events {
        users
            .entry(event.object_id)
            .or_default()
            .insert(event.actor);
        if changes(event) {
            changed.insert(event.object_id);
        }
    }
    for wait in &interleaving.waits {
        users.entry(wait.object_id).or_default().insert(wait.actor);
    }
    // Memory without a name is mostly std's own: what a thread brings back, say. But not where an atomic is there, or where
    // it all was decided.
    let nameless = |id: Option<ObjectId>| {
        let of_it = || {
            interleaving
                .events
                .iter()
                .filter(|event| event.object_id == id)
        };
        let is_atomic = |event: &Event| event.order != Order::None;
        of_it().any(|event| event.object.starts_with(MEMORY))
            && !of_it().any(is_atomic)
            && decided_at(interleaving).is_none_or(|event| event.object_id != id)
    };
    let only_looked_at = |id: Option<ObjectId>| {
        interleaving
            .events
            .iter()
            .filter(|event| event.object_id == id)
            .all(|event| is_read(event) && !changed.contains(&id))
    };
    // One name can come to lead to another file: who uses either uses the name.
    let mut users_of_name: BTreeMap<&str, BTreeSet<ActorId>> = BTreeMap::new();
    for event in interleaving.events.iter().filter(|event| is_file(event)) {
        users_of_name
            .entry(&event.object)
            .or_default()
            .insert(event.actor);
    }
    let by_name: Objects = interleaving
        .events
        .iter()
        .filter(|event| is_file(event))
        .filter(|event| users_of_name[event.object.as_str()].len() > 1)
        .map(|event| event.object_id)
        .collect();
    let decided = decided_at(interleaving).map(|event| event.object_id);
    // It is not known what a thread would use that has not started. And if no data is shared, all of it is shown.
    let any_is_shared = users
        .iter()
        .filter(|(id, _)| is_named_data(interleaving, **id) && !nameless(**id))
        .any(|(id, users)| users.len() > 1 && !interleaving.is_of_the_check(*id));
    let not_started = interleaving.waits.iter().any(|wait| wait.op == Op::Begin);
    let counts_alone = |id: Option<ObjectId>, users: &BTreeSet<ActorId>| {
        (not_started && users.contains(&ActorId::MAIN) || !any_is_shared)
            && is_named_data(interleaving, id)
    };
    // With a condition variable others meet the lock that is waited with.
    let waited_with: Objects = interleaving
        .events
        .iter()
        .filter(|event| event.op == Op::Wait && users[&event.object_id].len() > 1)
        .map(|event| event.second_id)
        .collect();
    let mut shared: Objects = users
        .into_iter()
        .filter(|(id, users)| {
            let is_used = users.len() > 1 || by_name.contains(id) || waited_with.contains(id);
            (is_used && !only_looked_at(*id)) || counts_alone(*id, users)
        })
        .map(|(id, _)| id)
        .filter(|id| !nameless(*id) && !interleaving.is_of_the_check(*id))
        .chain(decided.filter(Option::is_some))
        .chain(raced_for(interleaving))
        .chain(read_while_holding(interleaving))
        .chain(spun_on(interleaving))
        .chain(locked_out(interleaving))
        .collect();
    shared.extend(held_at_data(interleaving, &shared));
    shared
}

/// Whether it has a name and is read or written.
fn is_named_data(interleaving: &Interleaving, id: Option<ObjectId>) -> bool {
    let mut of_it = interleaving
        .events
        .iter()
        .filter(|event| event.object_id == id);
    of_it.any(|event| (is_read(event) || changes(event)) && !event.object.is_empty())
}

/// The locks that one holds while it uses shared data: also those that only one uses, which guard nothing.
fn held_at_data(interleaving: &Interleaving, shared: &Objects) -> Objects {
    let mut state = Shared::new(&interleaving.actors);
    let mut locks = BTreeSet::new();
    for event in &interleaving.events {
        let of_path = event.file.as_ref().map(|file| file.path);
        let is_shared =
            shared.contains(&event.object_id) || (of_path.is_some() && shared.contains(&of_path));
        if is_shared && (is_read(event) || changes(event)) {
            locks.extend(state.held_by(event.actor).map(Some));
        }
        if event.depth == Depth::There && !event.inside {
            state.apply(event);
        }
    }
    locks
}

/// What those look at in the end who are not blocked.
fn spun_on(interleaving: &Interleaving) -> impl Iterator<Item = Option<ObjectId>> {
    // If main is not among them, it has ended, and all others with it.
    let is_stuck = interleaving
        .waits
        .iter()
        .any(|wait| wait.actor == ActorId::MAIN);
    interleaving
        .waits
        .iter()
        .filter(move |wait| is_stuck && !wait.blocked && wait.op != Op::Begin)
        .filter_map(|wait| {
            let last = interleaving
                .events
                .iter()
                .rfind(|event| event.actor == wait.actor && is_read(event))?;
            let named = !last.object.is_empty() && !last.object.starts_with(MEMORY);
            named.then_some(last.object_id)
        })
}

/// The locks on which an actor is blocked that holds them itself: no other need have used them.
fn locked_out(interleaving: &Interleaving) -> impl Iterator<Item = Option<ObjectId>> {
    let own =
        |wait: &&Wait| wait.blocked && wait.is_for_a_lock() && wait.holders.contains(&wait.actor);
    let waits = interleaving.waits.iter().filter(own);
    waits.map(|wait| wait.object_id)
}

/// What one that waits for a lock of its own has read since it took it: that is why it did not come to give it back.
fn read_while_holding(interleaving: &Interleaving) -> Vec<Option<ObjectId>> {
    let [own] = interleaving.cycle[..] else {
        return Vec::new();
    };
    let Some(wait) = interleaving.waits.iter().find(|wait| wait.actor == own) else {
        return Vec::new();
    };
    let of_lock = |event: &Event| event.actor == own && event.object_id == wait.object_id;
    let since = interleaving
        .events
        .iter()
        .rposition(|event| of_lock(event) && event.op.is_acquisition());
    interleaving.events[since.unwrap_or(interleaving.events.len())..]
        .iter()
        .filter(|event| event.actor == own && is_read(event) && !event.inside)
        .filter(|event| !event.object.starts_with(MEMORY))
        .map(|event| event.object_id)
        .collect()
}

fn decided_at(interleaving: &Interleaving) -> Option<&Event> {
    let decisive = interleaving.decisive.as_ref()?;
    interleaving.events.get(decisive.event?)
}

/// The object of the first access of a data race.
fn raced_for(interleaving: &Interleaving) -> Option<Option<ObjectId>> {
    match interleaving.decisive.as_ref()?.first.as_ref()? {
        FirstAccess::Event(at) => interleaving.events.get(*at).map(|event| event.object_id),
        FirstAccess::Before { .. } => None,
    }
}

fn is_file(event: &Event) -> bool {
    matches!(event.kind, Some(ObjectKind::File | ObjectKind::Path))
}

/// Whether the step is one of a lock, or of data, that others use too.
fn matters(event: &Event, shared: &Objects) -> bool {
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
pub fn lanes(interleaving: &Interleaving, shared: &Objects) -> Vec<ActorId> {
    let of_others = |event: &Event| event.actor != ActorId::MAIN && matters(event, shared);
    let first = interleaving.events.iter().position(of_others);
    let last = interleaving.events.iter().rposition(of_others);
    let mut lanes: Vec<ActorId> = ActorId::first(interleaving.actors.len())
        .skip(1)
        .filter(|actor| {
            interleaving
                .events
                .iter()
                .any(|event| event.actor == *actor && matters(event, shared))
                || interleaving.waits.iter().any(|wait| wait.actor == *actor)
                || interleaving
                    .panics
                    .iter()
                    .any(|panic| panic.actor == *actor)
                || decided_at(interleaving).is_some_and(|event| event.actor == *actor)
        })
        .collect();
    let main_mixes = match (first, last) {
        (Some(first), Some(last)) => interleaving.events[first..last]
            .iter()
            .any(|event| event.actor == ActorId::MAIN && matters(event, shared)),
        _ => true,
    };
    let main_is_cut = interleaving.events.windows(2).any(|two| {
        two[1].switch == Switch::Preemption
            && (two[0].actor == ActorId::MAIN || two[1].actor == ActorId::MAIN)
    });
    let main_decides = decided_at(interleaving).is_some_and(|event| event.actor == ActorId::MAIN);
    if main_mixes
        || main_is_cut
        || main_decides
        || interleaving.cycle.contains(&ActorId::MAIN)
        || lanes.is_empty()
    {
        lanes.insert(0, ActorId::MAIN);
    }
    lanes
}

/// The events from the first to the last that are drawn in columns.
pub fn span(interleaving: &Interleaving, lanes: &[ActorId]) -> Range<usize> {
    if lanes.contains(&ActorId::MAIN) {
        return 0..interleaving.events.len();
    }
    let others = |event: &Event| event.actor != ActorId::MAIN;
    let first = interleaving.events.iter().position(others).unwrap_or(0);
    let last = interleaving
        .events
        .iter()
        .rposition(others)
        .map_or(0, |at| at + 1);
    first..last
}

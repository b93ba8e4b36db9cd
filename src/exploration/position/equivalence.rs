//! Which beginnings of executions are one moment: in both, each actor has done the same, and each thing was used in the same
//! order, apart from uses whose order makes no difference (Mazurkiewicz traces).

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use protocol::{ObjectId, Op};

use super::Event;
use crate::exploration::actors::ActorId;

/// The beginnings that are one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Class {
    /// For each actor what it has done.
    done: BTreeMap<ActorId, Vec<u64>>,
    /// For each thing its uses, in their order. Those that commute are sorted.
    uses: BTreeMap<Thing, Vec<Use>>,
}

/// Where a thing was met first by an actor: its number in the execution depends on who met it first. The output is one, too.
type Thing = (Use, u8);

/// A step: whose, and which of its steps.
type Use = (ActorId, usize);

impl Class {
    /// The class of these steps.
    pub(super) fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Class {
        let mut counts: HashMap<ActorId, usize> = HashMap::new();
        let numbered: Vec<(Use, &Event)> = events
            .into_iter()
            .map(|event| {
                let count = counts.entry(event.actor).or_default();
                *count += 1;
                ((event.actor, *count), event)
            })
            .collect();
        let mut things: HashMap<What, Thing> = HashMap::new();
        for (step, event) in &numbered {
            for (place, id) in ids(event) {
                let thing = things.entry(id).or_insert((*step, place));
                *thing = (*thing).min((*step, place));
            }
        }
        let mut class = Class {
            done: BTreeMap::new(),
            uses: BTreeMap::new(),
        };
        // The last uses of each thing, as long as they commute.
        let mut commuting: HashMap<Thing, usize> = HashMap::new();
        for (step, event) in &numbered {
            let own = class.done.entry(event.actor).or_default();
            own.push(what(event, &things));
            let commutes = event.op.commutes(event.succeeded);
            for (_, id) in ids(event) {
                let thing = things[&id];
                let uses = class.uses.entry(thing).or_default();
                let from = commuting.entry(thing).or_insert(0);
                if commutes {
                    let place = uses[*from..].partition_point(|other| other < step);
                    uses.insert(*from + place, *step);
                } else {
                    uses.push(*step);
                    *from = uses.len();
                }
            }
        }
        class
    }
}

/// A thing in one execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    Object(ObjectId),
    Output,
}

/// What a step uses: the numbers in the execution, and which of its things each is.
fn ids(event: &Event) -> impl Iterator<Item = (u8, What)> {
    let file = event.file.as_ref();
    let objects = [
        event.object_id,
        event.second_id,
        file.map(|file| file.file),
        file.map(|file| file.path),
    ];
    let output = matches!(event.op, Op::Print).then_some(What::Output);
    let all = objects.map(|id| id.map(What::Object)).into_iter();
    let all = (0..).zip(all.chain([output]));
    all.filter_map(|(place, id)| Some((place, id?)))
}

/// What a step does, in a number.
fn what(event: &Event, things: &HashMap<What, Thing>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let values = format!("{:?} {:?} {:?}", event.op, event.read, event.written);
    values.hash(&mut hasher);
    (event.line, event.succeeded, event.stale, &event.text).hash(&mut hasher);
    for (place, id) in ids(event) {
        (place, things.get(&id)).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(actor: u8, op: Op, object_id: u32) -> Event {
        Event {
            actor: ActorId::new(actor),
            object_id: Some(ObjectId::new(object_id)),
            ..Event::bare(op)
        }
    }

    #[test]
    fn steps_on_different_things_are_one_moment_in_any_order() {
        let [one, other] = [(1, 7), (2, 8)].map(|(actor, id)| step(actor, Op::AtomicStore, id));
        // What is met first has the lower number.
        let swapped = [(2, 7), (1, 8)].map(|(actor, id)| step(actor, Op::AtomicStore, id));
        assert_eq!(Class::of(&[one, other]), Class::of(&swapped));
    }

    #[test]
    fn two_stores_in_another_order_are_another_moment_and_two_loads_are_not() {
        let both = |op| {
            let [one, other] = [1, 2].map(|actor| step(actor, op, 7));
            (Class::of([&one, &other]), Class::of([&other, &one]))
        };
        let (stores, loads) = (both(Op::AtomicStore), both(Op::AtomicLoad));
        assert_ne!(stores.0, stores.1);
        assert_eq!(loads.0, loads.1);
    }

    #[test]
    fn a_load_before_a_store_is_not_one_after_it() {
        let (load, store) = (step(1, Op::AtomicLoad, 7), step(2, Op::AtomicStore, 7));
        let other = step(3, Op::AtomicLoad, 7);
        let before = Class::of([&load, &other, &store]);
        assert_eq!(before, Class::of([&other, &load, &store]));
        assert_ne!(before, Class::of([&load, &store, &other]));
    }
}

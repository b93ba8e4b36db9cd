//! Names of objects that are the same in each execution: their ids depend on which one is used first.

use std::collections::{BTreeMap, HashMap};

use protocol::{Object, ObjectId, ObjectKind, ProcessId, Reply};

use crate::dependence::{Thing, Use};

/// What tells an object from all others.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Identity {
    kind: ObjectKind,
    process: ProcessId,
    home: u64,
    length: u32,
    name: String,
    /// How many objects of the execution are the same in all of that, and older.
    older: u32,
}

impl Identity {
    fn of(object: &Object) -> Identity {
        let start = object.extent.map(|extent| extent.start);
        Identity {
            kind: object.kind,
            process: object.process,
            home: start.unwrap_or(object.home),
            length: object.extent.map_or(0, |extent| extent.length),
            name: object.name.clone(),
            older: 0,
        }
    }
}

/// The names that were given until now.
#[derive(Default)]
pub(super) struct Names {
    all: HashMap<Identity, ObjectId>,
    /// Those of the last execution, in the order of its ids: most have the same ones in the next.
    last: Vec<(Identity, ObjectId)>,
}

impl Names {
    /// The names of the objects of an execution, in the order of their ids.
    pub(super) fn in_execution(&mut self, reply: &Reply) -> Vec<ObjectId> {
        let mut last: BTreeMap<ObjectId, u32> = BTreeMap::new();
        let names = reply.objects.iter().enumerate().map(|(at, object)| {
            let first = self.name_at(at, object);
            let older = *last
                .entry(first)
                .and_modify(|older| *older += 1)
                .or_default();
            match older {
                0 => first,
                _ => self.name(Identity {
                    older,
                    ..Identity::of(object)
                }),
            }
        });
        names.collect()
    }

    /// The name of the first object that is like this one, which has its place.
    fn name_at(&mut self, at: usize, object: &Object) -> ObjectId {
        let identity = Identity::of(object);
        match self.last.get_mut(at) {
            Some((last, name)) if *last == identity => *name,
            Some(_) => {
                let name = self.name(identity.clone());
                self.last[at] = (identity, name);
                name
            }
            None => {
                let name = self.name(identity.clone());
                self.last.push((identity, name));
                name
            }
        }
    }

    fn name(&mut self, identity: Identity) -> ObjectId {
        let next = ObjectId::new(self.all.len() as u32);
        *self.all.entry(identity).or_insert(next)
    }
}

/// The same use, by these names.
pub(super) fn renamed(one: Use, names: &[ObjectId]) -> Use {
    let name = |id: ObjectId| names.get(id.index()).copied().unwrap_or(id);
    let thing = match one.thing {
        Thing::Object(id) => Thing::Object(name(id)),
        Thing::Receiver(id) => Thing::Receiver(name(id)),
        Thing::SeqCstOf(id) => Thing::SeqCstOf(name(id)),
        Thing::Common(one, other) => {
            let (one, other) = (name(one), name(other));
            Thing::Common(one.min(other), one.max(other))
        }
        Thing::LifeOf(_) | Thing::Execution | Thing::Numbers | Thing::Freedom | Thing::SeqCst => {
            one.thing
        }
    };
    Use { thing, ..one }
}

#[cfg(test)]
mod tests {
    use protocol::{End, bare};

    use super::*;

    #[test]
    fn an_open_file_has_the_same_name_whichever_task_opens_its_own_first() {
        let opening = |home| Object {
            home,
            ..bare::object(ObjectKind::OpenFile, "")
        };
        let execution = |homes: [u64; 2]| Reply {
            objects: homes.map(opening).to_vec(),
            ..Reply::without_trace(End::Exited { code: 0 })
        };
        let mut names = Names::default();
        let one = names.in_execution(&execution([1, 2]));
        let other = names.in_execution(&execution([2, 1]));
        assert_eq!([one[0], one[1]], [other[1], other[0]]);
    }
}

//! Numbers for things that are called alike. A number means one thing: a lock and what it guards have the same. Pure.

use std::collections::{HashMap, HashSet};

use protocol::{ObjectId, ObjectKind, ProcessId, Reply, TaskId};

use super::guards::Guards;

/// Bytes of address space: what is nearer may be of one array, and a stack and a heap are never as near.
const PIECE: u64 = 1 << 20;

/// What two things have in common whose names differ only by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Alike {
    name: String,
    sort: Sort,
    process: ProcessId,
    /// How long it is, in a static: a static as a whole is no other thing than what it begins with.
    length: Option<u32>,
}

/// Things of two sorts may well have one name: a lock, say, and the condition variable beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Memory,
    Lock,
    Other(ObjectKind),
}

/// Things of one sort that are called alike get numbers: the elements of an array, say. If several tasks use only one of them,
/// that one keeps its name, and the others are numbered from 2 on.
pub(super) fn number_alike(names: &mut [String], reply: &Reply, guards: &Guards) {
    let guarded = guarded(names, guards);
    let mut all: HashMap<Alike, Vec<ObjectId>> = HashMap::new();
    for (id, name) in (0..names.len()).map(ObjectId::at).zip(names.iter()) {
        if let Some(alike) = alike(name, id, reply).filter(|_| !guarded.contains_key(&id)) {
            all.entry(alike).or_default().push(id);
        }
    }
    all.values_mut().for_each(|same| sort(same, reply));
    let users = users(reply);
    for (alike, same) in &all {
        let before = taken(alike, &all);
        let is_shared = |id: &&ObjectId| users.get(*id).is_some_and(|users| users.len() > 1);
        let mut shared = same.iter().filter(is_shared);
        let only_shared = shared
            .next()
            .filter(|_| before == 0 && shared.next().is_none());
        let numbered = same.iter().filter(|id| Some(*id) != only_shared);
        let first = before + 1 + usize::from(only_shared.is_some());
        for (id, number) in numbered.zip(first..).filter(|_| same.len() > 1) {
            names[id.index()] = format!("{}#{number}", alike.name);
        }
    }
    for (memory, guard) in guarded {
        names[memory.index()] = names[guard.index()].clone();
    }
}

/// Sorts things of one name: parts of statics and of one piece of memory by their addresses, others as they came into use.
fn sort(same: &mut [ObjectId], reply: &Reply) {
    let start = |id: ObjectId| reply.object(id)?.extent.map(|extent| extent.start);
    let piece = |id: ObjectId| start(id).map(|start| start / PIECE);
    let mut first: HashMap<Option<u64>, ObjectId> = HashMap::new();
    for id in same.iter() {
        first.entry(piece(*id)).or_insert(*id);
    }
    let address = |id: ObjectId| reply.object(id)?.address;
    same.sort_by_key(|id| (address(*id), first[&piece(*id)], start(*id), *id));
}

/// The tasks that use each thing.
fn users(reply: &Reply) -> HashMap<ObjectId, HashSet<TaskId>> {
    let mut users: HashMap<ObjectId, HashSet<TaskId>> = HashMap::new();
    for step in &reply.steps {
        for id in step.object.into_iter().chain(step.second) {
            users.entry(id).or_default().insert(step.task);
        }
    }
    users
}

/// The memory that has the name of its lock, if that is only one place, with that lock.
fn guarded(names: &[String], guards: &Guards) -> HashMap<ObjectId, ObjectId> {
    let mut memory: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
    for id in (0..names.len()).map(ObjectId::at) {
        if let Some(guard) = guards.guard_of(id)
            && names.get(guard.index()) == Some(&names[id.index()])
        {
            memory.entry(guard).or_default().push(id);
        }
    }
    let only = |(guard, memory): (ObjectId, Vec<ObjectId>)| match memory[..] {
        [memory] => Some((memory, guard)),
        _ => None,
    };
    memory.into_iter().filter_map(only).collect()
}

/// A file, its path and its openings have one name and no number, and a pipe has its process's.
fn alike(name: &str, id: ObjectId, reply: &Reply) -> Option<Alike> {
    let object = reply.object(id)?;
    let sort = match object.kind {
        ObjectKind::Memory | ObjectKind::Count => Sort::Memory,
        ObjectKind::Mutex | ObjectKind::RwLock => Sort::Lock,
        ObjectKind::File
        | ObjectKind::Path
        | ObjectKind::OpenFile
        | ObjectKind::Task
        | ObjectKind::Process
        | ObjectKind::Pipe
        | ObjectKind::Output => return None,
        ObjectKind::Condvar | ObjectKind::Barrier | ObjectKind::Once | ObjectKind::Channel => {
            Sort::Other(object.kind)
        }
    };
    let extent = object.address.and(object.extent);
    (!name.is_empty()).then(|| Alike {
        name: name.to_owned(),
        sort,
        process: object.process,
        length: extent.map(|extent| extent.length),
    })
}

/// How many numbers locks of the same name have: memory that none of them is known to guard is numbered after them.
fn taken(alike: &Alike, all: &HashMap<Alike, Vec<ObjectId>>) -> usize {
    if alike.sort != Sort::Memory || alike.length.is_some() {
        return 0;
    }
    let locks = Alike {
        sort: Sort::Lock,
        ..alike.clone()
    };
    let count = all.get(&locks).map_or(0, Vec::len);
    if count > 1 { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use protocol::{End, Extent, Object, Op, Step, bare};

    use super::*;

    fn object(kind: ObjectKind, start: Option<u64>) -> Object {
        Object {
            kind,
            process: ProcessId::FIRST,
            address: None,
            place: None,
            name: String::new(),
            capacity: None,
            extent: start.map(|start| Extent { start, length: 8 }),
            home: 0,
        }
    }

    fn numbered(objects: Vec<Object>, steps: &[(Op, usize)]) -> Vec<String> {
        let of_first = steps.iter().map(|(op, object)| (0, *op, *object));
        numbered_by(objects, &of_first.collect::<Vec<_>>())
    }

    fn numbered_by(objects: Vec<Object>, steps: &[(u8, Op, usize)]) -> Vec<String> {
        let step = |(task, op, object): &(u8, Op, usize)| Step {
            object: Some(ObjectId::at(*object)),
            ..bare::step(TaskId::new(*task), *op)
        };
        let mut names = vec!["votes".to_owned(); objects.len()];
        let reply = Reply {
            steps: steps.iter().map(step).collect(),
            objects,
            ..Reply::without_trace(End::Deadlock)
        };
        number_alike(&mut names, &reply, &Guards::of(&reply));
        names
    }

    #[test]
    fn a_lock_and_what_it_guards_have_one_number() {
        let memory = |start| object(ObjectKind::Memory, Some(start));
        let lock = || object(ObjectKind::Mutex, None);
        let uses = |lock, memory| {
            [
                (Op::Lock, lock),
                (Op::PlainWrite, memory),
                (Op::Unlock, lock),
            ]
        };
        // The first list is not written to, and the last is at a lower address than the other one.
        let objects = vec![lock(), lock(), memory(64), lock(), memory(32)];
        let names = numbered(objects, &[uses(1, 2), uses(3, 4)].concat());
        assert_eq!(
            names,
            ["votes#1", "votes#2", "votes#2", "votes#3", "votes#3"]
        );
    }

    #[test]
    fn memory_of_no_known_lock_has_the_number_of_none() {
        let memory = |start| object(ObjectKind::Memory, Some(start));
        let lock = || object(ObjectKind::Mutex, None);
        let names = numbered(vec![memory(8), lock(), lock(), memory(16)], &[]);
        assert_eq!(names, ["votes#3", "votes#1", "votes#2", "votes#4"]);
    }

    #[test]
    fn one_lock_and_one_value_of_a_name_have_no_number() {
        let objects = vec![
            object(ObjectKind::Memory, Some(8)),
            object(ObjectKind::RwLock, None),
            object(ObjectKind::Condvar, None),
        ];
        assert_eq!(numbered(objects, &[]), ["votes"; 3]);
    }

    #[test]
    fn the_only_one_that_is_shared_keeps_its_name() {
        let atomics = [8, 16, 24].map(|start| object(ObjectKind::Memory, Some(start)));
        let loads = [(0, 0), (0, 1), (1, 1), (0, 2)];
        let loads = loads.map(|(task, object)| (task, Op::AtomicLoad, object));
        let names = numbered_by(atomics.to_vec(), &loads);
        assert_eq!(names, ["votes#2", "votes", "votes#3"]);
        let both_shared = [&loads[..], &[(2, Op::AtomicLoad, 0)]].concat();
        let names = numbered_by(atomics.to_vec(), &both_shared);
        assert_eq!(names, ["votes#1", "votes#2", "votes#3"]);
    }

    #[test]
    fn memory_is_numbered_by_its_address_and_a_stack_as_it_comes_into_use() {
        let memory = |start| object(ObjectKind::Memory, Some(start));
        let stack = memory(4 * PIECE);
        let names = numbered(vec![stack, memory(16), memory(8)], &[]);
        assert_eq!(names, ["votes#1", "votes#3", "votes#2"]);
        assert_eq!(
            numbered(vec![memory(16), memory(8)], &[]),
            ["votes#2", "votes#1"]
        );
    }
}

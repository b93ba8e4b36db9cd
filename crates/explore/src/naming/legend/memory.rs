//! Names for memory that is in no static, and for the counts of an `Arc`. Pure.

use std::collections::{BTreeSet, HashMap};

use protocol::{Extent, Object, ObjectId, ObjectKind, Op, Reply};

use super::guards::Guards;
use super::{Legend, MEMORY, STRONG_COUNT};

/// The number of `Weak`s, as std calls it.
const WEAK_COUNT: &str = "weak count";

impl Legend {
    /// Names memory that has no name yet by the expression that dereferences it: `data` of `*shared.data.get()`, `head.next`
    /// of `(*head).next`.
    pub(super) fn name_memory(&self, reply: &Reply, objects: &mut [String]) {
        let steps = reply.steps.iter().filter(|step| step.op.is_plain());
        let of_steps = steps
            .filter(|step| step.op != Op::Free)
            .filter_map(|step| Some((step.object?, step.place, &step.frames)));
        let earlier = reply.earlier.iter();
        let of_earlier = earlier.map(|access| (access.object, None, &access.frames));
        for (object, place, frames) in of_steps.chain(of_earlier) {
            if objects
                .get(object.index())
                .is_some_and(|name| name == MEMORY)
                && let Some(line) = self.line(reply, place, frames)
                && self.source.is_own(line)
                && let Some(name) = self.source.dereferenced_at(line)
            {
                objects[object.index()] = name;
            }
        }
    }

    /// Names a block that is freed after the memory in it, if all of that has one owner.
    pub(super) fn name_blocks(&self, reply: &Reply, objects: &mut [String]) {
        for id in 0..objects.len() {
            let whole = &reply.objects[id];
            if !objects[id].starts_with(MEMORY) {
                continue;
            }
            let inside = (0..objects.len()).filter(|other| {
                let part = &reply.objects[*other];
                part.kind == ObjectKind::Memory && *other != id && contains(whole, part)
            });
            let owners: BTreeSet<String> = inside
                .map(|part| objects[part].as_str())
                .filter(|name| !name.starts_with(MEMORY) && !name.is_empty())
                .map(owner)
                .collect();
            if let (1, Some(name)) = (owners.len(), owners.first()) {
                objects[id].clone_from(name);
            }
        }
    }

    /// Names memory that has no name yet after its lock, if that guards no other such memory. What a lock in a static guards
    /// has its name already.
    pub(super) fn name_guarded(reply: &Reply, guards: &Guards, objects: &mut [String]) {
        let mut guarded: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
        for (object, guard) in guards.all() {
            let name = objects.get(object.index());
            if name.is_some_and(|name| name == MEMORY) {
                guarded.entry(guard).or_default().push(object);
            }
        }
        for (guard, unnamed) in guarded {
            // Of several, it is not known which one the lock is there for.
            let is_in_static = reply
                .object(guard)
                .is_some_and(|lock| lock.address.is_some());
            if let (false, [object]) = (is_in_static || guards.is_placed(guard), &unnamed[..]) {
                objects[object.index()] = objects[guard.index()].clone();
            }
        }
    }

    /// Names the counts of an `Arc` after its variable, if one of their lines has it.
    pub(super) fn name_counts(&self, reply: &Reply, objects: &mut [String]) {
        for (id, object) in reply.objects() {
            if object.kind != ObjectKind::Count {
                continue;
            }
            let mut steps = reply.steps.iter().filter(|step| step.object == Some(id));
            let variable = steps.find_map(|step| {
                let line = self.line(reply, step.place, &step.frames)?;
                self.source.arc_at(line)
            });
            // In memory, the weak count is next after the strong count.
            let is_weak = reply.objects.iter().any(|other| {
                other.kind == ObjectKind::Count
                    && other.process == object.process
                    && other.extent.map(Extent::end) == object.extent.map(|extent| extent.start)
            });
            let count = if is_weak { WEAK_COUNT } else { STRONG_COUNT };
            objects[id.index()] = match variable {
                Some(variable) => format!("{count} of {variable}"),
                None => count.to_owned(),
            };
        }
    }
}

fn contains(whole: &Object, part: &Object) -> bool {
    let (Some(extent), Some(inside)) = (whole.extent, part.extent) else {
        return false;
    };
    whole.process == part.process && extent.contains(inside)
}

/// The variable in a name: `head#1` of `head.next#1`, `value` of `*value`.
fn owner(name: &str) -> String {
    let (name, number) = name.split_at(name.find('#').unwrap_or(name.len()));
    let name = name.trim_start_matches('*');
    let owner = name.split('.').next().unwrap_or(name);
    format!("{owner}{number}")
}

#[cfg(test)]
mod tests {
    use protocol::{End, Step, TaskId, bare};

    use super::*;

    fn step(task: u8, op: Op, object: usize) -> Step {
        Step {
            object: Some(ObjectId::at(object)),
            ..bare::step(TaskId::new(task), op)
        }
    }

    /// The name of memory that is used in these steps: it is object 1, and object 0 is the mutex `shelf`.
    fn named(steps: &[(u8, Op, usize)]) -> String {
        let steps = steps
            .iter()
            .map(|(task, op, object)| step(*task, *op, *object));
        let reply = Reply {
            steps: steps.collect(),
            ..Reply::without_trace(End::Deadlock)
        };
        let mut objects = ["shelf", MEMORY].map(str::to_owned);
        Legend::name_guarded(&reply, &Guards::of(&reply), &mut objects);
        objects[1].clone()
    }

    #[test]
    fn memory_that_is_used_under_one_lock_only_has_the_name_of_that() {
        let uses = |task| {
            [
                (task, Op::Lock, 0),
                (task, Op::PlainRead, 1),
                (task, Op::Unlock, 0),
            ]
        };
        assert_eq!(named(&[uses(0), uses(1)].concat()), "shelf");
        let without = [(1, Op::PlainWrite, 1)];
        assert_eq!(named(&[&uses(0)[..], &without].concat()), MEMORY);
        // That one has another task.
        let beside = [(0, Op::Lock, 0), (1, Op::PlainRead, 1)];
        assert_eq!(named(&beside), MEMORY);
    }
}

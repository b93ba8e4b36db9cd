//! Names for memory that is in no static, and for the counts of an `Arc`. Pure.

use std::collections::BTreeSet;

use protocol::{Object, ObjectKind, Op, Reply};

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
            if !objects[id].starts_with(MEMORY) || whole.start == 0 {
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
                    && other.start + u64::from(other.length) == object.start
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
    let end = |object: &Object| object.start + u64::from(object.length);
    whole.process == part.process && whole.start <= part.start && end(part) <= end(whole)
}

/// The variable in a name: `head#1` of `head.next#1`, `value` of `*value`.
fn owner(name: &str) -> String {
    let (name, number) = name.split_at(name.find('#').unwrap_or(name.len()));
    let name = name.trim_start_matches('*');
    let owner = name.split('.').next().unwrap_or(name);
    format!("{owner}{number}")
}

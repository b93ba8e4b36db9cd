//! The folders above a path: a step on the path uses them, too, because listing one shows what is in it, and renaming it
//! moves all that is below.

use std::collections::HashMap;
use std::iter;

use protocol::{Object, ObjectId, ObjectKind, Reply, TaskSet};

/// For each object the innermost folder above it that matters: one that is an object itself, and that steps of two tasks
/// use. Below folders nested by the hundred, most are used by one task only.
pub(super) struct Folders(Vec<Option<ObjectId>>);

impl Folders {
    /// Those of an execution.
    pub(super) fn of(reply: &Reply) -> Folders {
        let has_paths = reply
            .objects
            .iter()
            .any(|object| object.kind == ObjectKind::Path);
        if !has_paths {
            return Folders(Vec::new());
        }
        let parents = parents(reply);
        let users = users(reply, &parents);
        let is_shared = |folder: &ObjectId| users[folder.index()].len() > 1;
        let all = ObjectId::first(parents.len());
        let all = all.map(|path| above(&parents, path).find(is_shared));
        Folders(all.collect())
    }

    /// Those above this object; none if it is no path.
    pub(super) fn above(&self, object: ObjectId) -> impl Iterator<Item = ObjectId> {
        above(&self.0, object)
    }
}

fn above(parents: &[Option<ObjectId>], object: ObjectId) -> impl Iterator<Item = ObjectId> {
    let parent = |of: &ObjectId| parents.get(of.index()).copied().flatten();
    iter::successors(parent(&object), parent)
}

/// For each path the innermost folder above it that is an object.
fn parents(reply: &Reply) -> Vec<Option<ObjectId>> {
    let is_path = |(_, object): &(ObjectId, &Object)| object.kind == ObjectKind::Path;
    let paths = reply.objects().filter(is_path);
    let known: HashMap<&str, ObjectId> = paths.map(|(id, path)| (path.name.as_str(), id)).collect();
    let parent_of = |path: &str| {
        let mut all = iter::successors(parent(path), |folder| parent(folder));
        all.find_map(|folder| known.get(folder).copied())
    };
    let objects = reply.objects.iter();
    objects
        .map(|object| match object.kind {
            ObjectKind::Path => parent_of(&object.name),
            _ => None,
        })
        .collect()
}

/// The path without its last name. The execution's own folder has no name.
fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('/') {
        Some((folder, _)) => Some(folder),
        None if path.is_empty() => None,
        None => Some(""),
    }
}

/// Which tasks use each object: itself, or something below it.
fn users(reply: &Reply, parents: &[Option<ObjectId>]) -> Vec<TaskSet> {
    let steps = reply.steps.iter();
    let done = steps.map(|step| (step.task, [step.object, step.second]));
    let pending = reply.pending.iter();
    let to_do = pending.map(|pending| (pending.task, [pending.object, pending.second]));
    let mut users = vec![TaskSet::EMPTY; parents.len()];
    for (task, objects) in done.chain(to_do) {
        for object in objects.into_iter().flatten() {
            for used in iter::once(object).chain(above(parents, object)) {
                match users.get_mut(used.index()) {
                    Some(users) if !users.contains(task) => users.insert(task),
                    // What is above is known to be used.
                    _ => break,
                }
            }
        }
    }
    users
}

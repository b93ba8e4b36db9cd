//! Which file each name led to, step by step: a file may be removed and created again under its name, or another one may be
//! renamed over it. Pure.

use std::collections::HashMap;

use protocol::{ObjectId, ObjectKind, Op, Reply, Step};
use serde::{Deserialize, Serialize};

use super::stored;

/// A file, as it is called at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileName {
    /// The file.
    #[serde(with = "stored::object")]
    pub file: ObjectId,
    /// The path that led to it last.
    #[serde(with = "stored::object")]
    pub path: ObjectId,
    /// Which of the files that the path has led to: 1 is the first.
    pub generation: u32,
    /// Whether the path no longer leads to it.
    pub removed: bool,
}

/// For each step the name of the file that it uses, or opens.
pub fn names(reply: &Reply) -> Vec<Option<FileName>> {
    let mut names = Names {
        files_of_openings: reply
            .steps
            .iter()
            .filter(|step| kind(reply, step.object) == Some(ObjectKind::File))
            .filter_map(|step| Some((step.second?, step.object?)))
            .collect(),
        ..Names::default()
    };
    reply
        .steps
        .iter()
        .map(|step| names.of_step(step, reply))
        .collect()
}

fn kind(reply: &Reply, id: Option<ObjectId>) -> Option<ObjectKind> {
    reply.object(id).map(|object| object.kind)
}

/// The names at one moment.
#[derive(Default)]
struct Names {
    files_of_openings: HashMap<ObjectId, ObjectId>,
    /// What each path leads to.
    behind: HashMap<ObjectId, ObjectId>,
    /// How many files each path has led to.
    generations: HashMap<ObjectId, u32>,
    of_files: HashMap<ObjectId, FileName>,
}

impl Names {
    fn of_step(&mut self, step: &Step, reply: &Reply) -> Option<FileName> {
        let object = step.object?;
        if let (Op::FileOpen | Op::FileCreate, true, Some(file)) =
            (step.op, step.succeeded, step.second)
        {
            self.leads_to(object, file);
            return self.of_files.get(&file).cloned();
        }
        match (step.op, kind(reply, step.object)?) {
            (Op::PathWrite, ObjectKind::Path) if step.succeeded => {
                self.changed(object, step, reply)
            }
            (_, ObjectKind::Path) => {
                let file = self.behind.get(&object)?;
                self.of_files.get(file).cloned()
            }
            (_, ObjectKind::File) => self.of_files.get(&object).cloned(),
            (_, ObjectKind::OpenFile) => {
                let file = self.files_of_openings.get(&object)?;
                self.of_files.get(file).cloned()
            }
            _ => None,
        }
    }

    fn leads_to(&mut self, path: ObjectId, file: ObjectId) {
        self.behind.insert(path, file);
        let is_new = self
            .of_files
            .get(&file)
            .is_none_or(|name| name.path != path && name.removed);
        if is_new {
            let generation = self.generations.entry(path).or_default();
            *generation += 1;
            let name = FileName {
                file,
                path,
                generation: *generation,
                removed: false,
            };
            self.of_files.insert(file, name);
        }
    }

    /// A file is renamed or removed. Its name in this step is the one before.
    fn changed(&mut self, path: ObjectId, step: &Step, reply: &Reply) -> Option<FileName> {
        let is_path = |id: &ObjectId| kind(reply, Some(*id)) == Some(ObjectKind::Path);
        let new_path = step.second.filter(is_path);
        if let Some(replaced) = new_path.and_then(|new_path| self.behind.get(&new_path)) {
            self.remove(*replaced);
        }
        let file = self.behind.get(&path).copied();
        let before = file.and_then(|file| self.of_files.get(&file).cloned());
        let links = new_path.is_some() && step.read == Some(1);
        if !links {
            self.behind.remove(&path);
            if let Some(file) = file {
                self.remove(file);
            }
        }
        if let (Some(new_path), Some(file)) = (new_path, file) {
            self.leads_to(new_path, file);
        }
        before
    }

    fn remove(&mut self, file: ObjectId) {
        if let Some(name) = self.of_files.get_mut(&file) {
            name.removed = true;
        }
    }
}

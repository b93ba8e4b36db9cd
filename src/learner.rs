//! A learner's folder, as `racelings init` creates it: the exercises with their chapters, and what editors need. Starters
//! and solutions stay in the kit; a solution is written when its exercise passes.
//!
//! `racelings.toml` marks the folder and has the hash of each file as the kit wrote it. By the hash, `racelings update`
//! recognises the files that the learner has changed.

mod content;
mod step;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Exercise, LEARNERS_MARK, Solutions, is_learners};
use crate::progress::Change;
use crate::{invocation, kit, source};

pub use step::Step;
use step::{There, hash_of};

/// The version of the manifest that this kit reads and writes.
const FORMAT_VERSION: u32 = 1;

const HEADER: &str = "# The kit writes this file. It marks a folder of racelings, and has a hash of each file that the kit wrote.\n\
                      # `racelings update` updates those that you have not changed.\n\n";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format_version: u32,
    /// The version of the kit.
    racelings: String,
    /// The hash of each file as the kit wrote it, by its path below the folder.
    files: BTreeMap<String, String>,
}

/// A learner's folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    manifest: Manifest,
}

/// What is wrong with a learner's folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder that is to be created is not empty.
    #[error(
        "{0} is not empty: nothing was written.\nName another folder: `{again}`.",
        again = invocation::command(&["init", "DIR"])
    )]
    NotEmpty(PathBuf),
    /// It is a learner's folder already.
    #[error(
        "{0} has been created already: nothing was written.\nTo update it to this version of racelings: `{update}`.",
        update = invocation::command_in(.0, &["update"])
    )]
    IsThere(PathBuf),
    /// It is no learner's folder.
    #[error(
        "{0} was not created by `racelings init`, so there is nothing to update.\nIn the clone, `git pull` gets the newest version."
    )]
    NotOurs(PathBuf),
    /// The manifest is broken.
    #[error("{path}: {reason}.\nRestore it from a backup, or create a new folder: `{init}`.",
        init = invocation::command(&["init", "DIR"]))]
    Broken {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system refused.
    #[error("{path} could not be {action}: {cause}.")]
    Refused {
        /// The file.
        path: PathBuf,
        /// What could not be done.
        action: &'static str,
        /// The system's error. It is part of the message, so it is not the `source` too: a chain of causes would repeat it.
        cause: io::Error,
    },
}

/// What the learner should know about the folder: that it is of another version, or broken.
pub fn notice(catalog: &Catalog) -> Option<String> {
    if !is_learners(&catalog.root) || catalog.solutions != Solutions::WhenPassed {
        return None;
    }
    let of = match Folder::open(&catalog.root) {
        Ok(folder) => folder.manifest.racelings,
        Err(error) => return Some(error.to_string()),
    };
    let now = env!("CARGO_PKG_VERSION");
    (of != now).then(|| {
        format!(
            "this folder was created by racelings {of}, but {now} is installed. `{}` updates the files that you have not changed.",
            invocation::command(&["update"])
        )
    })
}

/// Writes the solutions of the exercises that have passed, where that is when they are handed out.
///
/// # Errors
/// When one cannot be written.
pub fn hand_out(catalog: &Catalog, changes: &[Change]) -> Result<(), FolderError> {
    if catalog.solutions != Solutions::WhenPassed {
        return Ok(());
    }
    for change in changes {
        let exercise = match change {
            Change::Passed { name, .. } => catalog.get(name).ok(),
            Change::Failed { .. }
            | Change::HintSeen { .. }
            | Change::Answered { .. }
            | Change::Broke { .. }
            | Change::WentTo { .. }
            | Change::Reset { .. } => None,
        };
        let is_new = |exercise: &&Exercise| !catalog.root.join(exercise.solution_path()).exists();
        let Some(exercise) = exercise.filter(is_new) else {
            continue;
        };
        let path = exercise.solution_path();
        match kit::solution(&path) {
            Some(_) if is_learners(&catalog.root) => {
                Folder::open(&catalog.root)?.hand_out(catalog, &path)?;
            }
            Some(text) => hand_out_in_clone(catalog, exercise, &text)?,
            None => {}
        }
    }
    Ok(())
}

/// Writes a solution into the clone that students have built, and adds its target to the package of the solutions.
fn hand_out_in_clone(
    catalog: &Catalog,
    exercise: &Exercise,
    text: &str,
) -> Result<(), FolderError> {
    let path = catalog.root.join(exercise.solution_path());
    source::write_whole(&path, text).map_err(|cause| refused(&path, "written", cause))?;
    let manifest = catalog.root.join("solutions/Cargo.toml");
    let targets =
        fs::read_to_string(&manifest).map_err(|cause| refused(&manifest, "read", cause))?;
    let Exercise { name, dir, .. } = exercise;
    let target = format!("\n[[bin]]\nname = \"{name}_solution\"\npath = \"{dir}/{name}.rs\"\n");
    match targets.contains(&target) {
        true => Ok(()),
        false => source::write_whole(&manifest, &(targets + &target))
            .map_err(|cause| refused(&manifest, "written", cause)),
    }
}

/// Marks a folder as a learner's that has none of the kit's files yet.
///
/// # Errors
/// When the mark cannot be written.
pub fn mark(root: &Path) -> Result<(), FolderError> {
    Folder::empty(root).keep_manifest()
}

impl Folder {
    /// A folder of this version without any file.
    fn empty(root: &Path) -> Folder {
        Folder {
            root: root.to_path_buf(),
            manifest: Manifest {
                format_version: FORMAT_VERSION,
                racelings: env!("CARGO_PKG_VERSION").to_owned(),
                files: BTreeMap::new(),
            },
        }
    }

    /// Creates a new folder.
    ///
    /// # Errors
    /// When it is not empty, or the system refuses.
    pub fn create(root: &Path) -> Result<Folder, FolderError> {
        if is_learners(root) {
            return Err(FolderError::IsThere(root.to_path_buf()));
        }
        fs::create_dir_all(root).map_err(|cause| refused(root, "created", cause))?;
        let mut entries = fs::read_dir(root).map_err(|cause| refused(root, "read", cause))?;
        if entries.next().is_some() {
            return Err(FolderError::NotEmpty(root.to_path_buf()));
        }
        let mut folder = Folder::empty(root);
        // The mark comes first: if something goes wrong after that, an update creates the rest.
        folder.keep_manifest()?;
        folder.update()?;
        Ok(folder)
    }

    /// Opens a learner's folder.
    ///
    /// # Errors
    /// When it is no learner's folder, or its manifest cannot be read.
    pub fn open(root: &Path) -> Result<Folder, FolderError> {
        if !is_learners(root) {
            return Err(FolderError::NotOurs(root.to_path_buf()));
        }
        let path = root.join(LEARNERS_MARK);
        let text = fs::read_to_string(&path).map_err(|cause| refused(&path, "read", cause))?;
        let broken = |reason: String| FolderError::Broken {
            path: path.clone(),
            reason,
        };
        let manifest: Manifest =
            toml::from_str(&text).map_err(|error| broken(error.message().trim_end().to_owned()))?;
        if manifest.format_version != FORMAT_VERSION {
            let version = manifest.format_version;
            return Err(broken(format!(
                "format_version is {version}, this kit reads {FORMAT_VERSION}"
            )));
        }
        // The manifest may be a stranger's. It must not lead to files outside the folder.
        let leads_out = |place: &&String| {
            let mut parts = Path::new(place.as_str()).components();
            !parts.all(|part| matches!(part, Component::Normal(_)))
        };
        if let Some(place) = manifest.files.keys().find(leads_out) {
            return Err(broken(format!("{place} is not in this folder")));
        }
        Ok(Folder {
            root: root.to_path_buf(),
            manifest,
        })
    }

    /// Updates the folder to this version. Files that the learner has changed stay. Returns what was done with each file.
    ///
    /// # Errors
    /// When the system refuses; the manifest has what was done until then.
    pub fn update(&mut self) -> Result<Vec<(PathBuf, Step)>, FolderError> {
        let catalog = Catalog::of_kit(&self.root);
        let wanted = content::of_folder(&catalog, &self.solutions(&catalog));
        let mut places: Vec<String> = self
            .manifest
            .files
            .keys()
            .chain(wanted.keys())
            .cloned()
            .collect();
        places.sort();
        places.dedup();
        let mut steps = Vec::new();
        let done = places.iter().try_for_each(|place| {
            let step = self.bring(place, wanted.get(place).map(|text| text.as_ref()))?;
            steps.push((PathBuf::from(place), step));
            Ok(())
        });
        if done.is_ok() {
            env!("CARGO_PKG_VERSION").clone_into(&mut self.manifest.racelings);
        }
        self.keep_manifest()?;
        done.map(|()| steps)
    }

    /// Writes the solution of an exercise that has passed, and adds its target to the Cargo.toml.
    fn hand_out(&mut self, catalog: &Catalog, solution: &Path) -> Result<(), FolderError> {
        let mut solutions = self.solutions(catalog);
        solutions.push(solution.to_path_buf());
        let wanted = content::of_folder(catalog, &solutions);
        for place in [&*solution.to_string_lossy(), content::CARGO] {
            self.bring(place, wanted.get(place).map(|text| text.as_ref()))?;
        }
        self.keep_manifest()
    }

    /// The solutions that the learner has.
    fn solutions(&self, catalog: &Catalog) -> Vec<PathBuf> {
        let paths = catalog.exercises.iter().map(Exercise::solution_path);
        paths.filter(|path| self.root.join(path).exists()).collect()
    }

    /// Updates one file to the text of this version; `None` if this version does not have it.
    fn bring(&mut self, place: &str, wanted: Option<&str>) -> Result<Step, FolderError> {
        let path = self.root.join(place);
        let known = self.manifest.files.get(place).map(String::as_str);
        let there =
            There::below(&self.root, place).map_err(|cause| refused(&path, "read", cause))?;
        let step = step::of(known, &there, wanted.map(hash_of).as_deref());
        match (step, wanted) {
            (Step::Added | Step::Updated | Step::Restored, Some(text)) => {
                source::write_whole(&path, text)
                    .map_err(|cause| refused(&path, "written", cause))?;
            }
            (Step::Removed, _) => {
                fs::remove_file(&path).map_err(|cause| refused(&path, "removed", cause))?;
            }
            (Step::Same | Step::Yours | Step::Differs | Step::LeftBehind, _)
            | (Step::Added | Step::Updated | Step::Restored, None) => {}
        }
        let files = &mut self.manifest.files;
        match wanted {
            None => {
                files.remove(place);
            }
            // The hash stays that of the old text, so the file still counts as changed.
            Some(_) if matches!(step, Step::Yours | Step::Differs) => {}
            Some(text) => {
                files.insert(place.to_owned(), hash_of(text));
            }
        }
        Ok(step)
    }

    fn keep_manifest(&self) -> Result<(), FolderError> {
        let path = self.root.join(LEARNERS_MARK);
        let text = toml::to_string(&self.manifest).map_err(io::Error::other);
        text.and_then(|text| source::write_whole(&path, &format!("{HEADER}{text}")))
            .map_err(|cause| refused(&path, "written", cause))
    }
}

fn refused(path: &Path, action: &'static str, cause: io::Error) -> FolderError {
    FolderError::Refused {
        path: path.to_path_buf(),
        action,
        cause,
    }
}

#[cfg(test)]
mod tests;

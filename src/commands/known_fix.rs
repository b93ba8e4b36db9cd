//! Known fixes of an exercise that has passed: before that they would give its solution away.

use std::env;
use std::hash::{Hash, Hasher};
use std::iter;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use fnv::FnvHasher;

use crate::catalog::{Catalog, Exercise};
use crate::check::Subject;
use crate::compile::library::caches;
use crate::fixes::{self, Fix};
use crate::progress::{Progress, Store};
use crate::quiz::can_be_broken;
use crate::source::{self, CHECK_LINE};
use crate::{invocation, originals};

/// The exercise whose known fixes are shown: the one named, or the current one, or the last before it that has passed.
pub fn passed<'a>(
    catalog: &'a Catalog,
    progress: &Progress,
    name: Option<&str>,
) -> Result<&'a Exercise> {
    if let Some(name) = name {
        let exercise = catalog.get(name)?;
        if !progress.is_done(name) {
            bail!("{name} does not pass yet, and its known fixes would give the solution away.");
        }
        return Ok(exercise);
    }
    let current = progress.current_index(catalog);
    let upto = catalog.exercises[..=current].iter().rev();
    let mut done = upto.chain(&catalog.exercises);
    done.find(|exercise| progress.is_done(&exercise.name))
        .with_context(|| {
            format!(
                "no exercise passes yet, and known fixes of one that does not would give its solution away: `{}` goes to the first one.",
                invocation::command(&["watch"])
            )
        })
}

/// The known fixes of an exercise that some interleaving breaks.
pub fn levels(catalog: &Catalog, exercise: &Exercise) -> Vec<Fix> {
    let fixes = fixes::of(&catalog.root, exercise);
    fixes.into_iter().filter(can_be_broken).collect()
}

/// The level with this number, counted from 1.
///
/// # Errors
/// When there is none.
pub fn numbered(catalog: &Catalog, exercise: &Exercise, number: usize) -> Result<(usize, Fix)> {
    let levels = levels(catalog, exercise);
    let (name, of) = (&exercise.name, levels.len());
    if of == 0 {
        bail!("there are no known wrong fixes of {name}.");
    }
    let fix = number
        .checked_sub(1)
        .and_then(|at| levels.into_iter().nth(at));
    let fix = fix.with_context(|| match of {
        1 => format!("{name} has one known wrong fix: 1."),
        _ => format!("{name} has {of} known wrong fixes: 1 to {of}."),
    })?;
    Ok((number, fix))
}

/// A fix as the exercise: a whole program in a file of the kit's own folder, which stays, so that a schedule of it can be run
/// again. The name of the file does not say what is wrong with it. Where the project cannot be written to, the file is in the
/// folder where the kit keeps what it has compiled.
///
/// # Errors
/// When there is no folder for the file, or the exercise's starter cannot be read.
pub fn subject(catalog: &Catalog, exercise: &Exercise, fix: &Fix) -> Result<Subject> {
    let starter = originals::read(&catalog.root, exercise)?;
    let program = source::compose(&format!("{}{CHECK_LINE}\n", fix.part), &starter)?;
    let mut hasher = FnvHasher::default();
    program.text.hash(&mut hasher);
    let name = format!("{}-{:08x}.rs", exercise.name, hasher.finish() as u32);
    let own = Store::of(&catalog.root).fixes_folder();
    let others = caches().into_iter();
    let folders: Vec<PathBuf> = iter::once(own)
        .chain(others.map(|cache| cache.join("fixes")))
        .collect();
    let file = written(&folders, &name, &program.text)?;
    let here = env::current_dir().ok();
    let below = here.as_ref().and_then(|here| file.strip_prefix(here).ok());
    Ok(Subject {
        shown: below.unwrap_or(&file).display().to_string(),
        ..Subject::in_file(exercise, &file)
    })
}

/// The file of that name in the first of the folders that can be written to.
fn written(folders: &[PathBuf], name: &str, text: &str) -> Result<PathBuf> {
    let mut refused = Vec::new();
    for folder in folders {
        let file = folder.join(name);
        match source::write_whole(&file, text) {
            Ok(()) => return Ok(file),
            Err(error) => refused.push(format!("{}: {error}", folder.display())),
        }
    }
    bail!(
        "a known fix is checked and replayed from a file, and there is no folder for it.\n{}\nSet RACELINGS_CACHE to a folder that you can write to.",
        refused.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_fix_is_in_the_first_folder_that_can_be_written_to() {
        let place = tempfile::tempdir().unwrap();
        let no_folder = place.path().join("file");
        fs::write(&no_folder, "").unwrap();
        let (refused, own) = (no_folder.join("fixes"), place.path().join("fixes"));
        let file = written(&[refused.clone(), own.clone()], "a.rs", "text").unwrap();
        assert_eq!(file, own.join("a.rs"));
        assert_eq!(fs::read_to_string(file).unwrap(), "text");
        let why = written(&[refused], "a.rs", "text").unwrap_err().to_string();
        assert!(why.contains("there is no folder for it"), "{why}");
        assert!(why.contains("file/fixes: "), "{why}");
        assert!(why.contains("RACELINGS_CACHE"), "{why}");
    }
}

//! For authors: checks the exercises themselves, lays down new ones, and keeps the kit's own files up to date.

mod cargo_targets;
mod files;
mod new;
mod trial;

use std::fs;

use anyhow::{Context, Result};

use crate::cli::Exit;
use crate::commands::{catalog, say};

pub use new::new;

/// Checks that every exercise is complete, and that its starter and its solution do what they should.
pub fn check(runs: u32) -> Result<Exit> {
    let catalog = catalog()?;
    let mut problems = files::problems(&catalog);
    problems.extend(cargo_targets::problems(&catalog));
    problems.extend(files::formatting(&catalog)?);
    let (table, found) = trial::of_all(&catalog, runs)?;
    problems.extend(found);
    say(&table);
    if problems.is_empty() {
        let number = catalog.exercises.len();
        say(&format!(
            "\n✓ All {number} exercises are as they should be.\n"
        ));
        return Ok(Exit::Holds);
    }
    say("\n");
    for problem in &problems {
        say(&format!("✗ {problem}\n"));
    }
    Ok(Exit::Fails)
}

/// Takes the exercises as they stand for the new starters, and writes their Cargo targets.
pub fn update() -> Result<Exit> {
    let catalog = catalog()?;
    for exercise in &catalog.exercises {
        let (from, to) = (exercise.path(), exercise.original_path());
        let copied = fs::create_dir_all(catalog.root.join(&to).parent().unwrap_or(&catalog.root))
            .and_then(|()| fs::copy(catalog.root.join(&from), catalog.root.join(&to)));
        copied.with_context(|| format!("{} could not be copied", from.display()))?;
    }
    cargo_targets::write(&catalog)?;
    say("The starters and the Cargo targets are up to date.\n");
    Ok(Exit::Holds)
}

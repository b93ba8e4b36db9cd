//! For authors: checks the exercises themselves, creates new ones, and keeps the kit's own files up to date.

mod cards;
mod cargo_targets;
mod class;
mod curriculum;
mod export;
mod files;
mod goals;
mod init;
mod memory;
mod new;
mod trial;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::catalog::{Catalog, Solutions};
use crate::commands;
use crate::console::Console;
use crate::exit::Exit;
use crate::invocation;
use crate::source::{self, Source};

pub use class::class;
pub use export::export;
pub use init::init;
pub use new::new;

/// The set of exercises that an author works on.
fn catalog() -> Result<Catalog> {
    let catalog = commands::catalog()?;
    match catalog.solutions {
        Solutions::Beside | Solutions::Withheld => Ok(catalog),
        Solutions::WhenPassed => bail!(
            "{} is a learner's folder: its starters and solutions are built into the kit.\nTo start a set of your own: `{}`.",
            catalog.root.display(),
            invocation::command(&["dev", "init", "DIR"])
        ),
    }
}

/// Checks that every exercise is complete, and that the starters, solutions and known fixes do what they should: those of all
/// exercises, or of those with these names.
pub fn check(console: Console, names: &[String], runs: u32) -> Result<Exit> {
    let catalog = catalog()?;
    for name in names {
        catalog.get(name)?;
    }
    let mut problems = files::problems(&catalog);
    problems.extend(goals::problems(&catalog));
    problems.extend(cards::problems(&catalog));
    problems.extend(cargo_targets::problems(&catalog));
    problems.extend(curriculum::problems(&catalog));
    problems.extend(files::formatting(&catalog)?);
    let (table, found) = trial::of(&catalog, names, runs, console)?;
    problems.extend(found);
    console.say_plain(&table)?;
    if problems.is_empty() {
        let right = console.glyphs.right();
        let which = match names {
            [] => format!("All {} exercises are as they", catalog.exercises.len()),
            [one] => format!("{one} is as it"),
            some => format!("{} are as they", some.join(", ")),
        };
        console.say_plain(&format!("\n{right} {which} should be."))?;
        return Ok(Exit::Passes);
    }
    console.say_plain("\n")?;
    for problem in &problems {
        console.say_plain(&format!("{} {problem}", console.glyphs.wrong()))?;
    }
    Ok(Exit::Fails)
}

/// Takes the exercises as they stand for the new starters, and writes their Cargo targets and the curriculum.
///
/// An exercise without a `// TODO` counts as fixed; if there is one, nothing is written.
pub fn update(console: Console) -> Result<Exit> {
    let catalog = catalog()?;
    for exercise in &catalog.exercises {
        let path = exercise.path();
        let text = source::read(&catalog.root.join(&path));
        let text = text.with_context(|| path.display().to_string())?;
        let starter = Source::part(&text).is_ok_and(|part| part.above.contains("// TODO"));
        if !starter {
            bail!(
                "{} is no starter: it has no `// TODO` above its check line. Nothing was written.",
                path.display()
            );
        }
    }
    for exercise in &catalog.exercises {
        let (from, to) = (exercise.path(), exercise.original_path());
        let copied = fs::create_dir_all(catalog.root.join(&to).parent().unwrap_or(&catalog.root))
            .and_then(|()| fs::copy(catalog.root.join(&from), catalog.root.join(&to)));
        copied.with_context(|| format!("{} could not be copied", from.display()))?;
    }
    cargo_targets::write(&catalog)?;
    curriculum::write(&catalog)?;
    console.say_plain("The starters, the Cargo targets and the curriculum are up to date.")?;
    Ok(Exit::Passes)
}

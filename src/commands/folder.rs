//! `init` and `update`: a learner's folder.

use std::env::current_dir;
use std::path::{Path, absolute};

use anyhow::{Context, Result};

use super::catalog;
use crate::console::Console;
use crate::exit::Exit;
use crate::invocation::{self, How};
use crate::learner::{Folder, Step};

/// Creates a learner's folder.
pub fn init(console: Console, folder: &Path) -> Result<Exit> {
    let root = absolute(folder).with_context(|| folder.display().to_string())?;
    Folder::create(&root)?;
    let is_here = current_dir().is_ok_and(|here| here == root);
    let next = match invocation::how() {
        How::ByCargo | How::ByPath(_) => invocation::command_in(folder, &["watch"]),
        How::Installed if is_here => invocation::plain(&["watch"]),
        How::Installed => format!(
            "cd {}\n  {}",
            invocation::quoted(&folder.to_string_lossy()),
            invocation::plain(&["watch"])
        ),
    };
    console.say_plain(&format!(
        "The exercises are in {}

To begin:

  {next}

Then open the first one, exercises/01_intro/intro1.rs, in your editor.",
        root.display()
    ))?;
    Ok(Exit::Passes)
}

/// Updates a learner's folder to this version, and prints what was done with each file.
pub fn update(console: Console) -> Result<Exit> {
    let root = catalog()?.root;
    let steps = Folder::open(&root)?.update()?;
    let lines: Vec<String> = steps
        .iter()
        .filter_map(|(path, step)| Some(format!("  {}: {}\n", path.display(), words(*step)?)))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    console.say_plain(&match lines.is_empty() {
        true => {
            format!("All unchanged files are up to date (racelings {version}).")
        }
        false => format!("Updated to racelings {version}:\n\n{}", lines.concat()),
    })?;
    Ok(Exit::Passes)
}

/// What was done with a file, in words; `None` if there is nothing to say.
fn words(step: Step) -> Option<&'static str> {
    Some(match step {
        Step::Added => "new",
        Step::Updated => "updated",
        Step::Restored => "restored, it was missing",
        Step::Differs => "kept, because you have changed it; it is different in this version",
        Step::Removed => "removed, it is not in this version",
        Step::LeftBehind => "kept, because you have changed it; it is not in this version",
        Step::Same | Step::Yours => return None,
    })
}

//! Creates an empty set of exercises, for authors who keep theirs in a folder of their own.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::console::Console;
use crate::exit::Exit;
use crate::invocation;

const INFO: &str = r#"format_version = 1

welcome_message = """
TODO: what is learned here.
"""

final_message = """
TODO: what was learned.
"""
"#;

const WORKSPACE: &str = "[workspace]\nmembers = [\"exercises\", \"solutions\"]\nresolver = \"3\"\n";

const IGNORED: &str = "/target\n/.racelings\n";

/// Creates an empty set in the folder. Nothing that is there is written over.
pub fn init(console: Console, folder: &Path) -> Result<Exit> {
    let files = [
        ("info.toml", INFO.to_owned()),
        ("Cargo.toml", WORKSPACE.to_owned()),
        (".gitignore", IGNORED.to_owned()),
        ("exercises/Cargo.toml", package("exercises")),
        ("solutions/Cargo.toml", package("solutions")),
    ];
    if let Some((there, _)) = files.iter().find(|(file, _)| folder.join(file).exists()) {
        bail!(
            "{} already exists; nothing was written.",
            folder.join(there).display()
        );
    }
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(folder))
            .and_then(|()| fs::File::create_new(&path)?.write_all(text.as_bytes()))
            .with_context(|| format!("{} could not be written", path.display()))?;
    }
    console.say_plain(&format!(
        "Created an empty set of exercises in {0}.\n\
         To create the first exercise: {1}\n",
        folder.display(),
        invocation::command_in(folder, &["dev", "new", "01_topic/name1"])
    ))?;
    Ok(Exit::Passes)
}

fn package(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nfs2 = \"0.4\" # locks on files, for exercises between processes\n"
    )
}

//! The `[[bin]]` targets of the exercises and the solutions: one for each, so that editors understand the files.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::catalog::{Catalog, Exercise};
use crate::invocation;

#[derive(Deserialize)]
struct Manifest {
    #[serde(default, rename = "bin")]
    bins: Vec<Bin>,
}

#[derive(Deserialize, PartialEq, Debug)]
struct Bin {
    name: String,
    path: String,
}

/// The two packages, and what the names of their targets end in (a workspace has each name once).
const PACKAGES: [(&str, &str); 2] = [("exercises", ""), ("solutions", "_solution")];

/// What is out of date.
pub fn problems(catalog: &Catalog) -> Vec<String> {
    let mut problems = Vec::new();
    for (package, ending) in PACKAGES {
        let file = format!("{package}/Cargo.toml");
        let text = fs::read_to_string(catalog.root.join(&file));
        let manifest = text
            .map_err(|error| error.to_string())
            .and_then(|text| toml::from_str::<Manifest>(&text).map_err(|error| error.to_string()));
        match manifest {
            Err(error) => problems.push(format!("{file} cannot be used: {error}")),
            Ok(manifest) if manifest.bins != wanted(&catalog.exercises, ending) => {
                problems.push(format!(
                    "{file} has other targets than info.toml has exercises; `{}` writes them.",
                    invocation::command(&["dev", "update"])
                ))
            }
            Ok(_) => {}
        }
    }
    problems
}

/// Writes the targets anew; what else stands in the files stays.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(catalog: &Catalog) -> Result<()> {
    for (package, ending) in PACKAGES {
        let path = catalog.root.join(package).join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let new = with_targets(&text, &wanted(&catalog.exercises, ending));
        if new != text {
            fs::write(&path, new).with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}

/// The manifest of one of the packages with the targets of these exercises.
pub fn manifest(text: &str, package: &str, exercises: &[Exercise]) -> String {
    let of_it = PACKAGES.iter().find(|(name, _)| *name == package);
    let ending = of_it.map_or("", |(_, ending)| ending);
    with_targets(text, &wanted(exercises, ending))
}

fn wanted(exercises: &[Exercise], ending: &str) -> Vec<Bin> {
    let bin = |exercise: &Exercise| Bin {
        name: format!("{}{ending}", exercise.name),
        path: format!("{}/{}.rs", exercise.dir, exercise.name),
    };
    exercises.iter().map(bin).collect()
}

/// The manifest's text with these targets at its end and no others.
fn with_targets(text: &str, bins: &[Bin]) -> String {
    let mut in_bin = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with('[') {
            in_bin = line.trim_end() == "[[bin]]";
        }
        if !in_bin {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let mut new = kept.trim_end().to_owned();
    new.push('\n');
    for Bin { name, path } in bins {
        let _ = write!(new, "\n[[bin]]\nname = \"{name}\"\npath = \"{path}\"\n");
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_are_replaced_and_all_else_stays() {
        let text = "[package]\nname = \"a\"\n\n[[bin]]\nname = \"old\"\npath = \"x\"\n\n[dependencies]\nfs2 = \"0.4\"\n";
        let bin = Bin {
            name: "new".into(),
            path: "01/new.rs".into(),
        };
        let new = with_targets(text, &[bin]);
        assert_eq!(
            new,
            "[package]\nname = \"a\"\n\n[dependencies]\nfs2 = \"0.4\"\n\n[[bin]]\nname = \"new\"\npath = \"01/new.rs\"\n"
        );
    }
}

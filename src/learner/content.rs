//! The files of a learner's folder in this version.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, Exercise};
use crate::kit;

/// The manifest for cargo and for editors.
pub const CARGO: &str = "Cargo.toml";

/// Files that are the same in every folder.
const FIXED: [(&str, &str); 4] = [
    (".gitignore", include_str!("folder/gitignore")),
    (".editorconfig", include_str!("folder/editorconfig")),
    (
        ".vscode/extensions.json",
        include_str!("folder/extensions.json"),
    ),
    (
        ".vscode/settings.json",
        include_str!("folder/settings.json"),
    ),
];

/// The text of each file of a folder with these solutions, by its path.
pub fn of_folder(catalog: &Catalog, solutions: &[PathBuf]) -> BTreeMap<String, Cow<'static, str>> {
    let mut files = BTreeMap::new();
    let mut add = |path: &Path, text: Cow<'static, str>| {
        files.insert(path.to_string_lossy().into_owned(), text)
    };
    for (path, text) in FIXED {
        add(Path::new(path), text.into());
    }
    for (path, text) in kit::below("exercises") {
        if path.extension().is_some_and(|kind| kind == "md") {
            add(path, text.into());
        }
    }
    let starters = catalog
        .exercises
        .iter()
        .map(|e| (e.path(), e.original_path()));
    for (path, in_kit) in starters {
        if let Some(text) = kit::text(&in_kit) {
            add(&path, text.into());
        }
    }
    for path in solutions {
        if let Some(text) = kit::solution(path) {
            add(path, text);
        }
    }
    add(Path::new(CARGO), cargo(catalog, solutions).into());
    files
}

/// A package with a target for each file, so that cargo runs it and editors understand it.
fn cargo(catalog: &Catalog, solutions: &[PathBuf]) -> String {
    let mut text = include_str!("folder/Cargo.toml.start").to_owned();
    let mut add = |name: &str, path: &Path| {
        let _ = write!(
            text,
            "\n[[bin]]\nname = \"{name}\"\npath = \"{}\"\n",
            path.display()
        );
    };
    for exercise in &catalog.exercises {
        add(&exercise.name, &exercise.path());
    }
    let has_solution = |exercise: &&Exercise| solutions.contains(&exercise.solution_path());
    for exercise in catalog.exercises.iter().filter(has_solution) {
        add(
            &format!("{}_solution", exercise.name),
            &exercise.solution_path(),
        );
    }
    text
}

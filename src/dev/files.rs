//! Checks of the exercises that do not run them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::Kind;
use crate::invocation;
use crate::source::{self, Source, SourceError};

/// The problems of all exercises, each with its file.
pub fn problems(catalog: &Catalog) -> Vec<String> {
    let mut problems = Vec::new();
    for exercise in &catalog.exercises {
        let found = of_exercise(catalog, exercise);
        problems.extend(
            found
                .into_iter()
                .map(|what| format!("{}: {what}", exercise.name)),
        );
    }
    for folder in ["exercises", "solutions", "exercises/.originals"] {
        problems.extend(unlisted_files(catalog, folder));
    }
    problems
}

fn of_exercise(catalog: &Catalog, exercise: &Exercise) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for path in [
        exercise.path(),
        exercise.original_path(),
        exercise.solution_path(),
    ] {
        let text = source::read(&catalog.root.join(&path));
        let part = text.and_then(|text| Ok((Source::part(&text)?, text)));
        match part {
            Ok(part) => parts.push(part),
            Err(error) => problems.push(format!("{}: {error}", path.display())),
        }
    }
    if let [(_, starter), (original, original_text), (solution, _)] = &parts[..] {
        if starter != original_text {
            problems.push(format!(
                "{} differs from its starter in {}; `{}` makes it the new starter.",
                exercise.path().display(),
                exercise.original_path().display(),
                invocation::command(&["dev", "update"])
            ));
        }
        if original.check != solution.check {
            problems.push("starter and solution differ below the check line.".into());
        }
        problems.extend(form(&original.check));
        if !original.above.contains("// TODO") {
            problems.push("the starter has no `// TODO` above the check line.".into());
        }
    }
    if !(2..=4).contains(&exercise.hints.len()) {
        problems.push(format!(
            "it has {} hints; expected two to four.",
            exercise.hints.len()
        ));
    }
    if exercise.fails.is_empty() {
        problems.push(
            "`fails` is empty: it lists the kinds of failure that the starter may have.".into(),
        );
    }
    for kind in exercise
        .fails
        .iter()
        .filter(|kind| !Kind::NAMES.contains(&kind.as_str()))
    {
        problems.push(format!(
            "`fails` names \"{kind}\"; there are: {}.",
            Kind::NAMES.join(", ")
        ));
    }
    let readme = Path::new("exercises").join(&exercise.dir).join("README.md");
    match source::read(&catalog.root.join(&readme)) {
        Err(error) => problems.push(format!("{}: {error}", readme.display())),
        Ok(text) if !text.contains(&exercise.name) => {
            problems.push(format!("{} does not mention it.", readme.display()));
        }
        Ok(_) => {}
    }
    problems
}

/// The problems of a check part: its form, and names above the check line that could replace something in it.
fn form(check: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if !Source::is_check_module(check) {
        problems.push(SourceError::NoCheckModule.to_string());
    }
    let name = |c: char| c.is_alphanumeric() || c == '_';
    for line in check.lines().filter(|line| !line.trim().starts_with("//")) {
        for (at, _) in line.match_indices('!') {
            let (before, behind) = (&line[..at], &line[at + 1..]);
            let path = before.trim_end_matches(|c| name(c) || c == ':');
            let called = &before[path.len()..];
            let is_macro = behind.starts_with(['(', '[', '{']) && called.ends_with(name);
            if is_macro && !called.starts_with("std::") && !called.starts_with("::std::") {
                problems.push(format!(
                    "below the check line, `{called}!` is called without its path: a macro of that name above the line would replace it."
                ));
            }
        }
    }
    problems
}

/// Files in the chapters' folders that belong to no exercise.
fn unlisted_files(catalog: &Catalog, folder: &str) -> Vec<String> {
    let known = |path: &Path| {
        let is =
            |e: &Exercise| [e.path(), e.solution_path(), e.original_path()].contains(&path.into());
        catalog.exercises.iter().any(is)
    };
    let list = |path: &Path| -> Vec<_> {
        let entries = fs::read_dir(catalog.root.join(path))
            .into_iter()
            .flatten()
            .flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let mut problems = Vec::new();
    for chapter in list(Path::new(folder)) {
        // Hidden folders, `target` and the examples of Cargo are no chapters.
        let name = chapter.to_string_lossy();
        if name.starts_with('.') || ["target", "examples"].contains(&&*name) {
            continue;
        }
        for file in list(&Path::new(folder).join(&chapter)) {
            let path = Path::new(folder).join(&chapter).join(file);
            if path.extension().is_some_and(|kind| kind == "rs") && !known(&path) {
                problems.push(format!(
                    "{} belongs to no [[exercises]] of info.toml.",
                    path.display()
                ));
            }
        }
    }
    problems
}

/// The files that rustfmt would change.
///
/// # Errors
/// When rustfmt cannot be started.
pub fn formatting(catalog: &Catalog) -> Result<Vec<String>> {
    let paths = catalog
        .exercises
        .iter()
        .flat_map(|e| [e.original_path(), e.solution_path()]);
    let files: Vec<_> = paths
        .map(|path| catalog.root.join(path))
        .filter(|path| path.is_file())
        .collect();
    let said = Command::new("rustfmt")
        .args(["--check", "--files-with-diff", "--edition", "2024"])
        .args(&files)
        .output()
        .context("rustfmt could not be started; `rustup component add rustfmt` installs it")?;
    let named = String::from_utf8_lossy(&said.stdout);
    let shown = |file: &str| {
        let path = Path::new(file);
        path.strip_prefix(&catalog.root)
            .unwrap_or(path)
            .display()
            .to_string()
    };
    Ok(named
        .lines()
        .map(|file| format!("{} is not formatted; run rustfmt.", shown(file)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = "// ---- The check begins here. ----

mod check {
    pub fn main() {
        // println!() is no call here.
        std::println!(\"{}\", !true != false);
        MACRO
    }
}

fn main() {
    check::main();
}
";

    #[test]
    fn below_the_check_line_macros_have_their_paths() {
        assert_eq!(
            form(&PART.replace("MACRO", "::std::assert!(true);")),
            [""; 0]
        );
        let problems = form(&PART.replace("MACRO", "assert!(true);"));
        assert!(problems[0].contains("`assert!`"), "{problems:?}");
    }

    #[test]
    fn the_check_is_a_module() {
        let problems = form(&PART.replace("mod check", "mod other"));
        assert!(problems[0].contains("mod check"), "{problems:?}");
    }
}

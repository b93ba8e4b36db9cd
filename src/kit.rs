//! The files that `build.rs` builds into the kit, so that it needs no clone: exercises, chapters, solutions and crates.

pub mod sealed;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// Each file's path below the top folder of the clone, and its text, sorted by path.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/kit.rs"));

/// The kit's version, and a hash of everything that it is built from.
pub fn identity() -> String {
    format!(
        "{} ({})",
        env!("CARGO_PKG_VERSION"),
        env!("RACELINGS_SOURCE")
    )
}

/// The text of a file of the kit.
pub fn text(path: &Path) -> Option<&'static str> {
    let found = FILES.binary_search_by(|(file, _)| Path::new(file).cmp(path));
    found.ok().map(|at| FILES[at].1)
}

/// All files of the kit below this folder, each with its text, in a fixed order.
pub fn below(folder: impl AsRef<Path>) -> impl Iterator<Item = (&'static Path, &'static str)> {
    FILES
        .iter()
        .map(|(file, text)| (Path::new(file), *text))
        .filter(move |(file, _)| file.starts_with(folder.as_ref()))
}

/// The text of a solution, sealed or not, if it is built into the kit.
pub fn solution(path: &Path) -> Option<Cow<'static, str>> {
    let sealed = || sealed::opened(text(&sealed::place(path)?)?);
    text(path)
        .map(Cow::Borrowed)
        .or_else(|| sealed().map(Cow::Owned))
}

/// Whether the solutions are sealed: this kit was exported for students who get each of them when their own program passes.
pub fn has_sealed_solutions() -> bool {
    below(sealed::FOLDER).next().is_some()
}

/// Whether the solutions are built into the kit, sealed or not: not where it was exported for students without them.
pub fn has_solutions() -> bool {
    below("solutions").next().is_some()
}

/// The files that the libraries are built from.
pub fn library_sources() -> impl Iterator<Item = (&'static Path, &'static str)> {
    // The lock file has the versions of the other crates.
    below("Cargo.lock").chain(below("crates"))
}

/// Hashes all that the libraries are built from.
pub fn hash_library_sources(hasher: &mut impl Hasher) {
    for source in library_sources() {
        source.hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use std::fs;

    #[test]
    fn all_files_that_info_toml_names_are_built_in_unchanged() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let catalog = Catalog::find(root).unwrap();
        for exercise in &catalog.exercises {
            let readme = Path::new("exercises").join(&exercise.dir).join("README.md");
            for path in [exercise.original_path(), exercise.solution_path(), readme] {
                let there = fs::read_to_string(root.join(&path)).unwrap();
                assert_eq!(text(&path), Some(&*there), "{}", path.display());
            }
        }
        assert_eq!(text(Path::new("exercises/nowhere.rs")), None);
    }

    #[test]
    fn the_sources_of_the_libraries_are_built_in() {
        for file in [
            "Cargo.lock",
            "crates/baton/Cargo.toml",
            "crates/baton/src/lib.rs",
        ] {
            let found = library_sources().find(|(path, _)| *path == Path::new(file));
            assert!(found.is_some_and(|(_, text)| !text.is_empty()), "{file}");
        }
    }
}

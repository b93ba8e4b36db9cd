//! The interleavings that are stored in tests/drawings/stories.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use racelings::check::program::ReplayedProgram;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The file of that name.
pub fn file_of(name: &str) -> PathBuf {
    let stories = Path::new(ROOT).join("tests/drawings/stories");
    stories.join(format!("{name}.json"))
}

/// The stored interleaving of that name.
pub fn story(name: &str) -> ReplayedProgram {
    let text = fs::read(file_of(name)).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// The names of all that are stored.
pub fn stored() -> BTreeSet<String> {
    let folder = file_of("any");
    let entries = fs::read_dir(folder.parent().unwrap()).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| name(entry.unwrap().path())).collect()
}

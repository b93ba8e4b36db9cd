//! The starters as the kit has them. Those of its own exercises are built into it, so a program that writes over the copy
//! in `exercises/.originals` changes nothing, and a learner's folder needs none; of other sets, the copy is what there is.

use std::path::Path;

use crate::catalog::{self, Exercise};
use crate::kit;
use crate::source::{self, SourceError};

/// Where the kit was built.
const CLONE: &str = env!("CARGO_MANIFEST_DIR");

/// The starter of an exercise of the set at `root`.
///
/// # Errors
/// When it is none of the kit's own, and its copy cannot be read.
pub fn read(root: &Path, exercise: &Exercise) -> Result<String, SourceError> {
    read_in(Path::new(CLONE), root, exercise)
}

fn read_in(clone: &Path, root: &Path, exercise: &Exercise) -> Result<String, SourceError> {
    let is_kits_own = match (clone.canonicalize(), root.canonicalize()) {
        (Ok(clone), Ok(root)) => clone == root,
        _ => false,
    } || catalog::is_learners(root);
    let path = exercise.original_path();
    match kit::text(&path).filter(|_| is_kits_own) {
        Some(text) => Ok(text.to_owned()),
        None => source::read(&root.join(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use std::fs;

    /// A set of exercises whose copy of the starter of threads2 says this.
    fn set(copy: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("exercises/.originals/02_threads");
        fs::create_dir_all(&below).unwrap();
        fs::write(below.join("threads2.rs"), copy).unwrap();
        folder
    }

    #[test]
    fn who_writes_over_the_kits_copy_changes_nothing() {
        let catalog = Catalog::find(Path::new(CLONE)).unwrap();
        let threads2 = catalog.get("threads2").unwrap();
        let set = set("fn main() {}");
        let own = read_in(set.path(), set.path(), threads2).unwrap();
        assert_eq!(
            own,
            fs::read_to_string(catalog.root.join(threads2.original_path())).unwrap()
        );
    }

    #[test]
    fn another_set_has_its_own_copies() {
        let catalog = Catalog::find(Path::new(CLONE)).unwrap();
        let threads2 = catalog.get("threads2").unwrap();
        let set = set("fn main() {}");
        assert_eq!(read(set.path(), threads2).unwrap(), "fn main() {}");
    }
}

//! The starters as the kit has them. Those of its own exercises are built into it, so a program that writes over the copy
//! in `exercises/.originals` changes nothing, and a learner's folder needs none; of other sets, the copy is what there is.

use std::path::Path;

use crate::catalog::{self, Exercise};
use crate::kit;
use crate::source::{self, SourceError};

/// The starter of an exercise of the set at `root`.
///
/// # Errors
/// When it is none of the kit's own, and its copy cannot be read.
pub fn read(root: &Path, exercise: &Exercise) -> Result<String, SourceError> {
    let path = exercise.original_path();
    match kit::text(&path).filter(|_| catalog::is_of_kit(root)) {
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
    fn writing_over_the_kits_copy_changes_nothing() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let threads2 = catalog.get("threads2").unwrap();
        let set = set("fn main() {}");
        fs::write(set.path().join(catalog::LEARNERS_MARK), "").unwrap();
        let own = read(set.path(), threads2).unwrap();
        assert_eq!(
            own,
            fs::read_to_string(catalog.root.join(threads2.original_path())).unwrap()
        );
    }

    #[test]
    fn another_set_has_its_own_copies() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let threads2 = catalog.get("threads2").unwrap();
        let set = set("fn main() {}");
        assert_eq!(read(set.path(), threads2).unwrap(), "fn main() {}");
    }
}

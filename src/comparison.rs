//! The learner's file beside the solution, and beside the known fixes.

mod other_fixes;

use std::path::PathBuf;

use crate::catalog::{Catalog, Exercise};
use crate::solution::{self, SolutionError};
use crate::source::{self, Source, SourceError};

pub use other_fixes::other_fixes;

/// The learner's part of a file, and the solution's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The learner's part.
    pub yours: String,
    /// The solution's part.
    pub solution: String,
}

/// Why there is nothing to compare.
#[derive(Debug, thiserror::Error)]
pub enum Incomparable {
    /// The learner's file cannot be read.
    #[error("{}: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: SourceError,
    },
    /// The solution cannot be read.
    #[error(transparent)]
    Solution(#[from] SolutionError),
}

impl Comparison {
    /// Reads both. Below the check line they are the same; a file without that line is compared whole.
    ///
    /// # Errors
    /// When one of the two cannot be read, or the solution is not there yet.
    pub fn read(catalog: &Catalog, exercise: &Exercise) -> Result<Comparison, Incomparable> {
        let part = |text: String| Source::part(&text).map_or(text, |source| source.above);
        let path = exercise.path();
        let yours = source::read(&catalog.root.join(&path));
        let yours = yours.map_err(|reason| Incomparable::Unreadable { path, reason })?;
        Ok(Comparison {
            yours: part(yours),
            solution: part(solution::read(catalog, exercise)?),
        })
    }
}

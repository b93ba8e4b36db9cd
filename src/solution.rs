//! The solution of an exercise. In a learner's folder it can be read once the exercise has passed.

use std::path::PathBuf;

use crate::catalog::{Catalog, Exercise, Solutions};
use crate::source::{self, SourceError};

/// Why the solution cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SolutionError {
    /// The exercise has not passed yet.
    #[error("the solution of {0} is written when {0} passes.")]
    NotYet(String),
    /// This kit has none: the teacher keeps it.
    #[error("the solution of {0} is not part of this kit.")]
    NotPart(String),
    /// It cannot be read.
    #[error("{}: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: SourceError,
    },
}

/// The text of the solution.
///
/// # Errors
/// When it is not there yet, or cannot be read.
pub fn read(catalog: &Catalog, exercise: &Exercise) -> Result<String, SolutionError> {
    let path = exercise.solution_path();
    source::read(&catalog.root.join(&path)).map_err(|reason| match (catalog.solutions, &reason) {
        (_, SourceError::Missing) if catalog.solutions.are_withheld() => {
            SolutionError::NotPart(exercise.name.clone())
        }
        (Solutions::WhenPassed, SourceError::Missing) => {
            SolutionError::NotYet(exercise.name.clone())
        }
        _ => SolutionError::Unreadable { path, reason },
    })
}

//! The solution of an exercise, as the learner may see it: in a learner's folder, when the exercise has passed.

use std::path::PathBuf;

use crate::catalog::{Catalog, Exercise, Solutions};
use crate::source::{self, SourceError};

/// Why there is no solution to be seen.
#[derive(Debug, thiserror::Error)]
pub enum SolutionError {
    /// It comes later.
    #[error("the solution of {0} is written when {0} passes.")]
    NotYet(String),
    /// It cannot be read.
    #[error("{}: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is the matter with it.
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
        (Solutions::WhenPassed, SourceError::Missing) => {
            SolutionError::NotYet(exercise.name.clone())
        }
        _ => SolutionError::Unreadable { path, reason },
    })
}

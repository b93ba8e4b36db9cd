//! `racelings list` in a terminal: the same list as in watch, by itself.

use crate::catalog::Catalog;
use crate::console::Console;
use crate::watch::{self, WatchError};

/// Shows the list until the learner has chosen an exercise, or leaves it.
///
/// # Errors
/// When there is no terminal, or it cannot be used.
pub fn run(catalog: Catalog, console: Console) -> Result<(), WatchError> {
    watch::run_list(catalog, console)
}

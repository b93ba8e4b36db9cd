//! Turns values into text: the only place that words and colours a verdict. Pure; it never runs anything.
//!
//! Values hold what programs printed and named as it is. Each function here that makes a text for people of them goes
//! through [`guarded`](printable::guarded): no control character of a program's reaches a terminal or a pipe.

mod catalog;
mod diff;
pub mod drawing;
mod hint;
mod json;
mod livelock;
mod printable;
mod progress;
mod prose;
mod real_runs;
mod reason;
mod vacuous;
mod verdict;

use crate::catalog::{Catalog, Exercise};
use crate::check::program::ReplayedProgram;
use crate::check::verdict::{Checked, Progress as CheckProgress};
use crate::progress::Progress;
use printable::guarded;

pub use catalog::list_json;
pub use json::{checked_json, explored_json};
pub use printable::printable;
pub use progress::exercise_bar;

/// A width on the screen, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Columns(pub usize);

/// All exercises, a line each.
pub fn list_table(catalog: &Catalog, progress: &Progress, width: Columns) -> String {
    guarded(|| catalog::list_table(catalog, progress, width))
}

/// What differs between `yours` and `solution`.
pub fn diff(yours: &str, solution: &str, width: Columns) -> String {
    guarded(|| diff::diff(yours, solution, width))
}

/// One of an exercise's hints, by its place.
pub fn hint(exercise: &Exercise, index: usize, width: Columns) -> String {
    guarded(|| hint::hint(exercise, index, width))
}

/// How far a check is, in one line not wider than `width`.
pub fn running(progress: &CheckProgress, width: Columns) -> String {
    guarded(|| progress::running(progress, width))
}

/// The verdict in one line, without colours.
pub fn headline(checked: &Checked) -> String {
    guarded(|| verdict::headline(checked))
}

/// The whole verdict on an exercise, for the learner.
pub fn checked(checked: &Checked, exercise: &Exercise, width: Columns) -> String {
    guarded(|| verdict::checked(checked, exercise, width))
}

/// The whole verdict on a program that is no exercise.
pub fn explored(checked: &Checked, width: Columns) -> String {
    guarded(|| verdict::explored(checked, width))
}

/// One interleaving that was run again.
pub fn replayed(replayed: &ReplayedProgram, width: Columns) -> String {
    guarded(|| verdict::replayed(replayed, width))
}

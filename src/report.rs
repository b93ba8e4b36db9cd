//! Turns values into text: the only place that words and colours a verdict. Pure; it never runs anything.

mod catalog;
mod diff;
pub mod drawing;
mod hint;
mod json;
mod progress;
mod prose;
mod verdict;

pub use catalog::{list_json, list_table};
pub use diff::diff;
pub use hint::hint;
pub use json::{checked_json, explored_json};
pub use progress::{exercise_bar, running};
pub use verdict::{checked, explored, headline, replayed};

/// A width on the screen, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Columns(pub usize);

//! Turns values into styled text: the only place that words a verdict. Pure; it never runs anything.

mod card;
mod catalog;
mod compiler;
mod diff;
pub mod drawing;
mod hint;
mod json;
mod livelock;
mod obstacle;
mod playing;
mod prediction;
mod progress;
mod prose;
mod real_runs;
mod reason;
#[cfg(test)]
pub mod schema;
mod tasks;
mod unbounded;
mod vacuous;
mod value;
mod verdict;

pub use card::{Answer, card_fixes, card_pointer, card_question};
pub use catalog::{FURTHER, effort, list_json, list_table};
pub use diff::diff;
pub use hint::hint;
pub use json::{CHECK_SCHEMA, checked_json, explored_json};
pub use playing::{
    breaks_elsewhere, given_up, no_schedule_but, played, played_in_sentences, unbreakable,
    with_preemptions,
};
pub use prediction::{Explaining, Prediction, asked, prediction};
pub use progress::{exercise_bar, running};
pub use prose::counted;
pub use reason::reason_of;
pub use verdict::{checked, coverage, explored, headline, replayed, replayed_headline, why_not};

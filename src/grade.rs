//! Grades a class: each student's exercises are checked against the kit's own copies, and each result is a line of JSON.
//!
//! `results.jsonl` is all that is kept. What is left to do follows from it and from the submissions ([`plan`]), so the same
//! command picks up where it was stopped, and the same text is checked only once.

pub mod answer;
pub mod archive;
pub mod check;
mod choice;
pub mod claims;
pub mod class;
pub mod containment;
pub mod export;
pub mod feedback;
pub mod gradebook;
pub mod key;
pub mod merge;
pub mod pages;
pub mod partition;
pub mod plan;
pub mod pool;
pub mod result;
pub mod results;
pub mod set;
pub mod student;
pub mod submission;
pub mod summary;
pub mod words;

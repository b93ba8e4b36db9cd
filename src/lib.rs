//! racelings: small exercises to learn concurrency by mending races.
//!
//! How a save flows through the kit, in one direction:
//! `watch` sees it, [`catalog`] knows the exercise, [`source`] puts the kit's own check below the learner's part,
//! [`compile`] and [`check`] make real runs of it through [`supervise`], the result is a
//! [`Verdict`](check::verdict::Verdict), and [`report`] turns that into text.

#![warn(missing_docs, clippy::unwrap_used)]

pub mod catalog;
pub mod check;
pub mod cli;
pub mod compile;
pub mod exit;
pub mod explore;
pub mod list;
pub mod options;
pub mod progress;
pub mod report;
pub mod source;
pub mod supervise;
pub mod watch;

mod commands;
mod dev;
mod reset;

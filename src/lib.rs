//! racelings: small exercises to learn concurrency by fixing races.
//!
//! How a save flows through the kit, in one direction:
//! `watch` sees it, [`catalog`] knows the exercise, [`source`] puts the kit's own check below the learner's part,
//! [`compile`] makes two programs of it, [`check`] has one of them tried in every interleaving by [`exploration`] and makes
//! real runs of the other through [`supervise`], the result is a [`Verdict`](check::verdict::Verdict), and [`report`]
//! turns that into text or draws it.

#![warn(missing_docs, clippy::unwrap_used)]

pub mod catalog;
pub mod check;
pub mod cli;
mod comparison;
pub mod compile;
pub mod console;
pub mod counter;
pub mod exit;
pub mod exploration;
pub mod failure;
pub mod grade;
pub mod invocation;
pub mod kit;
mod learner;
pub mod list;
pub mod options;
pub mod originals;
pub mod page;
pub mod play;
pub mod progress;
pub mod publish;
pub mod report;
pub mod sandbox;
pub mod source;
pub mod styled;
pub mod supervise;
mod surroundings;
pub mod terminal;
pub mod unsafe_code;
pub mod watch;

mod commands;
mod dev;
pub mod edition;
pub mod fixes;
mod quiz;
mod reset;
mod solution;

//! What happens to watch, and what watch wants done: the whole border between the pure core and the edges.

use std::path::PathBuf;

use crate::check::verdict::{self, Checked};
use crate::comparison::Comparison;
use crate::progress::{Change, Moment, Progress};
use crate::terminal::Key;

pub use crate::terminal::Size;

/// The number of a check; a later check has a greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The learner pressed a key.
    Pressed(Key),
    /// The terminal has this size now.
    Resized(Size),
    /// The files of these exercises were saved, deleted, or put back.
    Saved(Vec<usize>),
    /// A check has made progress.
    Progressed {
        /// Which check.
        generation: Generation,
        /// How far.
        progress: verdict::Progress,
    },
    /// A check has ended, also when it was cancelled. Another one can start.
    Finished {
        /// Which check.
        generation: Generation,
        /// What it found.
        checked: Box<Checked>,
        /// When.
        at: Moment,
    },
    /// The progress was kept; this is all of it, what other watchers kept included.
    Kept(Progress),
    /// The starter of an exercise was restored, or not.
    WasReset {
        /// Which.
        exercise: usize,
        /// The learner's version, if there was something to keep; else why it was not reset.
        outcome: Result<Option<PathBuf>, String>,
    },
    /// The learner's file and the solution were read, or not.
    Compared(Result<Comparison, String>),
    /// What the fixes do that the card of this exercise mentions.
    OtherFixes {
        /// Which exercise.
        exercise: usize,
        /// A sentence for each fix.
        fixes: Vec<String>,
    },
    /// The page was written to this file, or not.
    PageWritten(Result<PathBuf, String>),
    /// The learner should know this.
    Notice(String),
    /// The program continues after it was stopped.
    Continued,
}

/// Something to be done at the edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Start a check. Never asked for before the last one has finished.
    Check {
        /// Which check.
        generation: Generation,
        /// Of which exercise.
        exercise: usize,
    },
    /// Make the running check end soon.
    Cancel,
    /// Keep the changes of the progress.
    Keep(Vec<Change>),
    /// Set an exercise back to its starter.
    Reset(usize),
    /// Play an exercise until the learner leaves the game.
    Play(usize),
    /// Read an exercise's file and its solution.
    Compare(usize),
    /// Read the known fixes that the exercise's card mentions.
    ReadOtherFixes(usize),
    /// Write the page of what is known of an exercise. Never asked for while a check runs.
    WritePage(usize),
    /// Give the terminal back to the shell until the learner comes back.
    Suspend,
    /// Draw every line anew: something else may have written on the screen.
    Redraw,
    /// End.
    Quit,
}

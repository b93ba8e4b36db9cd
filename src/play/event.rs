//! What happens to a game, and what a game wants done: the whole border between the pure core and the edges.

use crate::check::playable::Wish;
use crate::check::verdict::{Kind, NotRun, Progress};
use crate::exploration::actors::ActorId;
use crate::exploration::coverage::Coverage;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::position::{Move, Position, Prefix, Until};
use crate::exploration::schedule::Environment;
use crate::exploration::search::Preemptions;
use crate::terminal::{Key, Mouse, Size};

/// The number of a question; a later one has a greater one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub u64);

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The player pressed a key.
    Pressed(Key),
    /// The player used the mouse.
    Mouse(Mouse),
    /// The terminal has this size now.
    Resized(Size),
    /// The program continues after it was stopped.
    Continued,
    /// The program is being compiled, or explored for the first time.
    Opening(Progress),
    /// The program can be played, from these moments on. The last of them is where the game begins.
    Opened {
        /// Under what it runs.
        environment: Environment,
        /// From the first moment on; at least one.
        moments: Vec<Position>,
        /// An execution, which shows what is shared.
        whole: Box<Interleaving>,
    },
    /// The program cannot be played, or not any further.
    Refused(Box<NotRun>),
    /// The moment that was asked for.
    Arrived {
        /// By which question.
        number: Number,
        /// The moment.
        position: Box<Position>,
    },
    /// What was asked for cannot be followed; the game goes on where it is.
    NotFollowed {
        /// By which question.
        number: Number,
        /// Why not.
        why: Box<NotRun>,
    },
    /// The hint that was asked for.
    Hinted {
        /// By which question.
        number: Number,
        /// What it says.
        hint: Hint,
    },
    /// Exploring has found something, or nothing.
    Searched(Box<Par>),
    /// The file that is played was saved.
    Saved,
}

/// What is known of how the program can be broken.
#[derive(Debug, Clone, PartialEq)]
pub enum Par {
    /// Nothing yet.
    Searching,
    /// It can, and this is the shortest way that was found.
    Broken {
        /// What goes wrong.
        kind: Kind,
        /// How.
        interleaving: Box<Interleaving>,
    },
    /// Not within what was covered, in each mode.
    Unbroken(Vec<Coverage>),
    /// It is not known.
    Unknown(Box<NotRun>),
}

impl Par {
    /// The fewest preemptions with which it was broken.
    pub fn preemptions(&self) -> Option<Preemptions> {
        match self {
            Par::Broken {
                kind: Kind::Vacuous(_),
                ..
            } => None,
            Par::Broken { interleaving, .. } => Some(interleaving.preemptions),
            Par::Searching | Par::Unbroken(_) | Par::Unknown(_) => None,
        }
    }
}

/// What leads on to a counterexample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// This actor goes.
    Go {
        /// Who.
        actor: ActorId,
        /// By which of the moves that were asked about.
        number: Option<usize>,
        /// So many steps, until another one goes.
        steps: usize,
    },
    /// From here none was found; from the moment after so many steps there is one.
    Undo(usize),
    /// None is known.
    None,
}

/// Something to be done at the edges.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Answer a question. There is never more than one that waits for its answer.
    Ask(Number, Question),
    /// Begin anew, with the file as it is now.
    Anew(Wish),
    /// Give the terminal back to the shell until the player comes back.
    Suspend,
    /// Draw every line anew: something else may have written on the screen.
    Redraw,
    /// The game is over.
    Leave,
}

/// A question about the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Which moment is at the end of this?
    At(Prefix),
    /// Which one, if the actor of this move goes on by itself?
    RunOn(Box<Move>, Until),
    /// What leads from here to a counterexample, and by which of these moves?
    Hint(Prefix, Vec<Move>),
}

//! A game in which the player is the scheduler of a program, unmodified: their own file, or an exercise.
//!
//! The core is pure: `game` takes `event`s and returns what is to be done, `view` draws it, `linear` says it in sentences. At
//! the edges, `referee` runs the program, and `session` and `lines` wire it to a terminal or to standard input.
//!
//! Each move runs the program from its beginning, under one more decision: an execution takes less time than a frame. So
//! undoing is exact, and nothing is kept in the program.

pub mod event;
mod game;
mod keys;
mod referee;
mod session;
mod view;

pub use game::Game;
pub use referee::{Open, Referee, Start};
pub use session::{PlayError, Table, run};
pub use view::view;

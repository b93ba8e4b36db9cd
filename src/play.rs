//! A game in which the player is the scheduler of a program, unmodified: their own file, or an exercise.
//!
//! The core is pure: `game` takes `event`s and returns what is to be done, `view` draws it, `linear` says it in sentences. At
//! the edges, `referee` runs the program, and `session` and `linear::lines` wire it to a terminal or to standard input.
//!
//! Each move runs the program from its beginning, under one more decision: an execution takes less time than a frame. So
//! undoing is exact, and nothing is kept in the program.

mod event;
mod game;
mod keys;
mod linear;
mod referee;
mod session;
mod table;
mod view;

pub use event::{Effect, Event};
pub use game::Game;
pub use linear::run as run_in_lines;
pub use referee::{Open, Referee, Start};
pub use session::{PlayError, run, show};
pub use table::{Outcome, Program, Round, Table};
pub use view::view;

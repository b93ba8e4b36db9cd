//! Hints: `spin_loop` yields.

use ::std::panic::Location;

use crate::engine::turn;
use protocol::Op;

pub use ::std::hint::*;

/// Says that the caller waits for another thread.
#[track_caller]
pub fn spin_loop() {
    turn::note(Op::Spin, Location::caller());
}

//! A plain access, before it is made.

use super::table::Last;
use crate::engine::frames;
use crate::engine::state::State;

/// A plain access that the program is about to make.
pub(super) struct Access {
    pub(super) start: usize,
    pub(super) size: usize,
    pub(super) write: bool,
    /// Where the callback returns to, and the frame of its caller.
    pub(super) back: usize,
    pub(super) frame: usize,
}

impl Access {
    #[inline]
    pub(super) fn last(&self, state: &State) -> Last {
        Last {
            known: true,
            after: state.step_count,
            frames: frames::innermost(self.back, self.frame),
            released: false,
        }
    }
}

//! A plain access, before it is made.

use super::table::Last;
use crate::engine::address::peek;
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
    /// By which it is known: where it is made, and where to, and the value that is there.
    pub(super) fn as_numbers(&self) -> [u64; 4] {
        // SAFETY: the program is about to use these bytes itself.
        let value = unsafe { peek(self.start, self.size) };
        let kind = self.size * 2 + usize::from(self.write);
        [self.back as u64, self.start as u64, kind as u64, value]
    }

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

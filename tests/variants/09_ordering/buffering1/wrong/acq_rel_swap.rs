//~ FAILS wrong_result at `!self.wanted[1 - me].load(Acquire)`
//! The swap acquires from its own flag, which the other counter never stores to. On an ordinary PC
//! it happens to be a full barrier.

use std::sync::atomic::{AtomicBool, Ordering::AcqRel, Ordering::Acquire};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].swap(true, AcqRel);
        !self.wanted[1 - me].load(Acquire)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `!self.wanted[1 - me].load(Relaxed)`
//! A fence with AcqRel lets a later load overtake an earlier store.

use std::sync::atomic::{AtomicBool, Ordering::AcqRel, Ordering::Relaxed, fence};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].store(true, Relaxed);
        fence(AcqRel);
        !self.wanted[1 - me].load(Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

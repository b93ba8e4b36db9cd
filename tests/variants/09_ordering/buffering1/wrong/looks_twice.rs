//~ FAILS wrong_result at `!(self.wanted[1 - me].load(Relaxed) || self.wanted[1 - me].load(Relaxed))`
//! Looking twice is no fence: both loads can be stale.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].store(true, Relaxed);
        !(self.wanted[1 - me].load(Relaxed) || self.wanted[1 - me].load(Relaxed))
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

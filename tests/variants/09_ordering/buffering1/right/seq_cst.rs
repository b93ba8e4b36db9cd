//~ PASSES
//! All threads agree on one order of the SeqCst operations: one of the two stores comes first, and
//! the load after the other store sees it.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].store(true, SeqCst);
        !self.wanted[1 - me].load(SeqCst)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

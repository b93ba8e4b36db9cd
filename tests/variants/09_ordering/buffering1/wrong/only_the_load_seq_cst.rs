//~ FAILS wrong_result at `!self.wanted[1 - me].load(SeqCst)`
//! One SeqCst is not enough: the order of all SeqCst operations says nothing about a Release
//! store.

use std::sync::atomic::{AtomicBool, Ordering::Release, Ordering::SeqCst};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].store(true, Release);
        !self.wanted[1 - me].load(SeqCst)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

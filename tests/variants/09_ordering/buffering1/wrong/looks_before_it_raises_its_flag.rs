//~ FAILS wrong_result
//! If both look first, both see no flag: that is an ordinary interleaving.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        let wanted = self.wanted[1 - me].load(SeqCst);
        self.wanted[me].store(true, SeqCst);
        !wanted
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `!self.wanted[1 - me].load(Relaxed)`
//! A compiler fence keeps the compiler from reordering, and not the processor.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed, Ordering::SeqCst, compiler_fence};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        self.wanted[me].store(true, Relaxed);
        compiler_fence(SeqCst);
        !self.wanted[1 - me].load(Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! A Mutex for each seat. It needs no ordering to think about.

use std::sync::Mutex;

/// A seat: whether it is sold.
#[derive(Default)]
struct Seat {
    sold: Mutex<bool>,
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, _me: usize) -> bool {
        let mut sold = self.sold.lock().unwrap();
        !std::mem::replace(&mut *sold, true)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

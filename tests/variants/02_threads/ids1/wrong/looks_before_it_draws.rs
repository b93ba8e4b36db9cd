//~ FAILS wrong_result at `Some(self.next.fetch_add(1, Relaxed))`
//! Between the look and the draw, the other thread can draw the last number.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// A booth that gives out numbers.
struct Booth {
    /// The next number. At 255, all are gone.
    next: AtomicU8,
}

impl Booth {
    /// A booth whose next number is `next`.
    fn new(next: u8) -> Booth {
        Booth {
            next: AtomicU8::new(next),
        }
    }

    /// Draws a number, if there is one left.
    fn draw(&self) -> Option<u8> {
        if self.next.load(Relaxed) == 255 {
            return None;
        }
        Some(self.next.fetch_add(1, Relaxed))
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

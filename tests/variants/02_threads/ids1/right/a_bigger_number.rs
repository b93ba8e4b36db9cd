//~ PASSES
//! The numbers go on past 254 in a type so big that they never come round.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A booth that gives out numbers.
struct Booth {
    /// The next number. From 255 on, all are gone.
    next: AtomicU64,
}

impl Booth {
    /// A booth whose next number is `next`.
    fn new(next: u8) -> Booth {
        Booth {
            next: AtomicU64::new(next.into()),
        }
    }

    /// Draws a number, if there is one left.
    fn draw(&self) -> Option<u8> {
        let number = self.next.fetch_add(1, Relaxed);
        (number < 255).then_some(number as u8)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `self.next.store(number + 1, Relaxed);`
//! With a load and a store, two threads draw the same number.

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
        let number = self.next.load(Relaxed);
        if number == 255 {
            return None;
        }
        self.next.store(number + 1, Relaxed);
        Some(number)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

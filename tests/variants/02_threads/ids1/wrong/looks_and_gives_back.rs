//~ FAILS wrong_result at `let number = self.next.fetch_add(1, Relaxed);`
//! A look before the draw makes a number that is too large rarer, but not impossible.

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
        let number = self.next.fetch_add(1, Relaxed);
        if number == 255 {
            self.next.fetch_sub(1, Relaxed);
            return None;
        }
        Some(number)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

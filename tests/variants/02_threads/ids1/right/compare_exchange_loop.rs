//~ PASSES
//! A loop checks, and takes the number only if it is still the next one.

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
        let mut number = self.next.load(Relaxed);
        loop {
            if number == 255 {
                return None;
            }
            let exchange = self
                .next
                .compare_exchange_weak(number, number + 1, Relaxed, Relaxed);
            match exchange {
                Ok(_) => return Some(number),
                Err(now) => number = now,
            }
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

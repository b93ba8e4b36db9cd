//~ PASSES
//! A Mutex is held over the check and the change.

use std::sync::Mutex;

/// A booth that gives out numbers.
struct Booth {
    /// The next number. At 255, all are gone.
    next: Mutex<u8>,
}

impl Booth {
    /// A booth whose next number is `next`.
    fn new(next: u8) -> Booth {
        Booth {
            next: Mutex::new(next),
        }
    }

    /// Draws a number, if there is one left.
    fn draw(&self) -> Option<u8> {
        let mut next = self.next.lock().unwrap();
        let number = *next;
        if number == 255 {
            return None;
        }
        *next += 1;
        Some(number)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

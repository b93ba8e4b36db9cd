//~ PASSES
//! Polling misses nothing, but it uses a processor all the time.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// An order: its dish (0 while there is none).
struct Order {
    dish: AtomicU64,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: AtomicU64::new(0),
        }
    }

    /// The cook puts the dish there.
    fn serve(&self, dish: u64) {
        self.dish.store(dish, Relaxed);
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        while self.dish.load(Relaxed) == 0 {
            thread::yield_now();
        }
        self.dish.swap(0, Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

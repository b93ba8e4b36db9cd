//~ FAILS wrong_result at `guard = self.bell.wait(guard).unwrap();`
//! Checked once, under the lock; but a spurious wakeup ends the wait before the dish is there.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// An order: its dish (0 while there is none), and the bell that says it is there.
struct Order {
    dish: AtomicU64,
    lock: Mutex<()>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: AtomicU64::new(0),
            lock: Mutex::new(()),
            bell: Condvar::new(),
        }
    }

    /// The cook puts the dish there and rings the bell.
    fn serve(&self, dish: u64) {
        let guard = self.lock.lock().unwrap();
        self.dish.store(dish, Relaxed);
        self.bell.notify_one();
        drop(guard);
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        let mut guard = self.lock.lock().unwrap();
        if self.dish.load(Relaxed) == 0 {
            guard = self.bell.wait(guard).unwrap();
        }
        self.dish.swap(0, Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

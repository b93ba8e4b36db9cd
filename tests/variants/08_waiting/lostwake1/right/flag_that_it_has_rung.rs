//~ PASSES
//! A flag inside the Mutex says that the bell has rung: that is kept, unlike the notification.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// An order: its dish (0 while there is none), and the bell that says it is there.
struct Order {
    dish: AtomicU64,
    rung: Mutex<bool>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: AtomicU64::new(0),
            rung: Mutex::new(false),
            bell: Condvar::new(),
        }
    }

    /// The cook puts the dish there and rings the bell.
    fn serve(&self, dish: u64) {
        self.dish.store(dish, Relaxed);
        *self.rung.lock().unwrap() = true;
        self.bell.notify_one();
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        let mut rung = self.rung.lock().unwrap();
        while !*rung {
            rung = self.bell.wait(rung).unwrap();
        }
        self.dish.swap(0, Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

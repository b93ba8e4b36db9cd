//~ PASSES
//! The dish is the flag, and the Mutex protects it: `wait_while` checks it before it waits.

use std::sync::{Condvar, Mutex};

/// An order: its dish, and the bell that says it is there.
struct Order {
    dish: Mutex<Option<u64>>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: Mutex::new(None),
            bell: Condvar::new(),
        }
    }

    /// The cook puts the dish there and rings the bell.
    fn serve(&self, dish: u64) {
        *self.dish.lock().unwrap() = Some(dish);
        self.bell.notify_one();
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        let dish = self.dish.lock().unwrap();
        let mut dish = self.bell.wait_while(dish, |dish| dish.is_none()).unwrap();
        dish.take().unwrap()
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! A channel keeps the message until it is received: there is nothing to miss.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

/// An order: a channel for its dish.
struct Order {
    cook: Sender<u64>,
    waiter: Mutex<Receiver<u64>>,
}

impl Order {
    fn new() -> Self {
        let (cook, waiter) = channel();
        Self {
            cook,
            waiter: Mutex::new(waiter),
        }
    }

    /// The cook sends the dish.
    fn serve(&self, dish: u64) {
        self.cook.send(dish).unwrap();
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        self.waiter.lock().unwrap().recv().unwrap()
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! A stack in a Mutex. Renting is one step for all other threads.

use std::sync::Mutex;

/// The stack of free boats.
struct Boats {
    free: Mutex<Vec<usize>>,
}

impl Boats {
    /// A stack of boats 1, 2, 3 … with boat 1 on top.
    fn new(boats: usize) -> Self {
        Self {
            free: Mutex::new((1..=boats).rev().collect()),
        }
    }

    /// Rents the boat on top of the stack.
    fn rent(&self) -> usize {
        self.free.lock().unwrap().pop().unwrap_or(0)
    }

    /// Puts a boat back on top of the stack.
    fn give_back(&self, boat: usize) {
        self.free.lock().unwrap().push(boat);
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

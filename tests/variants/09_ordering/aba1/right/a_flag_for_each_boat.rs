//~ PASSES
//! No stack at all: the thread that sets a boat's flag first rents it.

use std::sync::atomic::{AtomicBool, Ordering::AcqRel, Ordering::Release};

/// For each boat, whether it is rented.
struct Boats {
    rented: Vec<AtomicBool>,
}

impl Boats {
    /// Boats 1, 2, 3 …, all of them free.
    fn new(boats: usize) -> Self {
        Self {
            rented: (0..boats).map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// Rents the first boat that is free.
    fn rent(&self) -> usize {
        let mut boats = self.rented.iter();
        let free = boats.position(|boat| !boat.swap(true, AcqRel));
        free.map_or(0, |boat| boat + 1)
    }

    /// Gives a boat back.
    fn give_back(&self, boat: usize) {
        self.rented[boat - 1].store(false, Release);
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

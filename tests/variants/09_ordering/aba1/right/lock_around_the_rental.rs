//~ PASSES
//! Only one thread at a time rents, so the head cannot leave and come back while it is read. Boats
//! come back at any time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// The stack of free boats; boat 0 is none.
struct Boats {
    renting: Mutex<()>,
    head: AtomicUsize,
    next: Vec<AtomicUsize>,
}

impl Boats {
    /// A stack of boats 1, 2, 3 … with boat 1 on top.
    fn new(boats: usize) -> Self {
        let below = |boat| AtomicUsize::new((boat + 1) % (boats + 1));
        Self {
            renting: Mutex::new(()),
            head: AtomicUsize::new(boats.min(1)),
            next: (0..=boats).map(below).collect(),
        }
    }

    /// Rents the boat on top of the stack.
    fn rent(&self) -> usize {
        let _guard = self.renting.lock().unwrap();
        loop {
            let boat = self.head.load(SeqCst);
            let below = self.next[boat].load(SeqCst);
            if self
                .head
                .compare_exchange(boat, below, SeqCst, SeqCst)
                .is_ok()
            {
                return boat;
            }
        }
    }

    /// Puts a boat back on top of the stack.
    fn give_back(&self, boat: usize) {
        loop {
            let top = self.head.load(SeqCst);
            self.next[boat].store(top, SeqCst);
            if self
                .head
                .compare_exchange(top, boat, SeqCst, SeqCst)
                .is_ok()
            {
                return;
            }
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

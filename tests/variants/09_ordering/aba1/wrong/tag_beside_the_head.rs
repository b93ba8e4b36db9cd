//~ FAILS wrong_result
//! A number of changes helps only if it is in the same atomic: checked one after the other, it may
//! change in between.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// The stack of free boats; boat 0 is none.
struct Boats {
    head: AtomicUsize,
    changes: AtomicUsize,
    next: Vec<AtomicUsize>,
}

impl Boats {
    /// A stack of boats 1, 2, 3 … with boat 1 on top.
    fn new(boats: usize) -> Self {
        let below = |boat| AtomicUsize::new((boat + 1) % (boats + 1));
        Self {
            head: AtomicUsize::new(boats.min(1)),
            changes: AtomicUsize::new(0),
            next: (0..=boats).map(below).collect(),
        }
    }

    /// Rents the boat on top of the stack.
    fn rent(&self) -> usize {
        loop {
            let changes = self.changes.load(SeqCst);
            let boat = self.head.load(SeqCst);
            let below = self.next[boat].load(SeqCst);
            if self.changes.load(SeqCst) != changes {
                continue;
            }
            if self
                .head
                .compare_exchange(boat, below, SeqCst, SeqCst)
                .is_ok()
            {
                self.changes.fetch_add(1, SeqCst);
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

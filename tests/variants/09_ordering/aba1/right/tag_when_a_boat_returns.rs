//~ PASSES
//! It is enough to count the boats that come back: only then can the head be the same again.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

/// The stack of free boats; boat 0 is none.
struct Boats {
    head: AtomicU64,
    next: Vec<AtomicUsize>,
}

impl Boats {
    /// A stack of boats 1, 2, 3 … with boat 1 on top.
    fn new(boats: usize) -> Self {
        let below = |boat| AtomicUsize::new((boat + 1) % (boats + 1));
        Self {
            head: AtomicU64::new(boats.min(1) as u64),
            next: (0..=boats).map(below).collect(),
        }
    }

    /// Rents the boat on top of the stack.
    fn rent(&self) -> usize {
        loop {
            let head = self.head.load(SeqCst);
            let boat = (head & BOAT) as usize;
            let below = self.next[boat].load(SeqCst);
            if self.change(head, below, 0) {
                return boat;
            }
        }
    }

    /// Puts a boat back on top of the stack.
    fn give_back(&self, boat: usize) {
        loop {
            let head = self.head.load(SeqCst);
            self.next[boat].store((head & BOAT) as usize, SeqCst);
            if self.change(head, boat, 1) {
                return;
            }
        }
    }

    /// Makes `top` the boat on top, if nothing has changed since the head was read.
    fn change(&self, head: u64, top: usize, changes: u64) -> bool {
        let changes = (head & !BOAT).wrapping_add(changes * (BOAT + 1));
        self.head
            .compare_exchange(head, changes | top as u64, SeqCst, SeqCst)
            .is_ok()
    }
}

/// The half of the head that is the boat. The other half counts the changes.
const BOAT: u64 = 0xffff_ffff;

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//! Solution of aba1: a second number in the head counts its changes, so the head
//! never comes back.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

/// The stack of free boats; boat 0 is none.
///
/// The head is two numbers in one atomic: the boat on top, and how many times the stack has
/// changed. "The boat on top is the same" does not mean that nothing has changed: it may
/// have been rented and have come back, on top of another boat. "The number of changes is
/// the same" does mean that, and a compare-exchange compares both at once.
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
            // This may be out of date at once. Then the head has changed since it was loaded, and
            // `change` fails, even if the same boat is on top again.
            let below = self.next[boat].load(SeqCst);
            if self.change(head, below) {
                return boat;
            }
        }
    }

    /// Puts a boat back on top of the stack.
    fn give_back(&self, boat: usize) {
        loop {
            let head = self.head.load(SeqCst);
            self.next[boat].store((head & BOAT) as usize, SeqCst);
            if self.change(head, boat) {
                return;
            }
        }
    }

    /// Makes `top` the boat on top, if nothing has changed since the head was read.
    fn change(&self, head: u64, top: usize) -> bool {
        let changes = (head & !BOAT).wrapping_add(BOAT + 1);
        self.head
            .compare_exchange(head, changes | top as u64, SeqCst, SeqCst)
            .is_ok()
    }
}

/// The half of the head that is the boat. The other half counts the changes.
const BOAT: u64 = 0xffff_ffff;

// The number of changes has 32 bits. If a thread is preempted for exactly 4,294,967,296
// changes, the head comes back after all. That is very unlikely; with 8 bits it is not.
//
// What other fixes cost: it is enough to count the boats that come back, because without
// that no boat can be on top twice. A Mutex around a `Vec` is right, a few lines long, and
// under contention often faster. A lock around `rent` alone is right, too: the boats can
// still be given back at any time. In languages whose nodes are freed and allocated again,
// ABA is the reason for hazard pointers and epochs; in Rust, the crate crossbeam has them.
//
// Try: boat 1 is the head again, and boat 3 lies below it, not boat 2. But `inc` has read 2,
// and finds the head that it expects. So boat 2, which `dec` has rented, becomes the head,
// and is rented once more.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Boats;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000_000), number("EXTRA", 0));
        // `inc` keeps `rounds` boats and `extra` more, `dec` keeps `rounds`, and one is left.
        let all = 2 * rounds + extra + 1;
        let boats = std::sync::Arc::new(Boats::new(all));
        let (for_inc, for_dec) = (boats.clone(), boats.clone());
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        let inc =
            thread("inc").spawn(move || (0..rounds + extra).map(|_| for_inc.rent()).collect());
        let dec = thread("dec").spawn(move || (0..rounds).map(|_| rent_better(&for_dec)).collect());
        let mut rented = std::vec![0_u64; all + 1];
        for (name, thread) in [("inc", inc), ("dec", dec)] {
            let end = thread.expect("another thread can be started").join();
            let kept: std::vec::Vec<usize> =
                end.unwrap_or_else(|_| std::panic!("the thread `{name}` failed"));
            for boat in kept {
                rented[boat] += 1;
            }
        }
        let last: usize = boats.rent();
        rented[last] += 1;
        let twice = rented.iter().filter(|times| **times > 1).count();
        let never = rented[1..].iter().filter(|times| **times == 0).count();
        std::println!("boats rented twice: {twice}, never: {never}");
        let counter = twice + never + usize::from(rented[0] > 0);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each boat should be rented once");
    }

    /// Rents two boats, keeps the second one, and gives the first one back.
    fn rent_better(boats: &Boats) -> usize {
        let first: usize = boats.rent();
        let second: usize = boats.rent();
        boats.give_back(first);
        second
    }

    /// `ROUNDS`: how many boats each worker keeps; `EXTRA`: how many more `inc` keeps.
    fn number(name: &str, default: usize) -> usize {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}

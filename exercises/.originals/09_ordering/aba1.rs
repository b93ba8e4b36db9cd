//! A boat rental keeps its free boats in a stack, without a lock.
//!
//! `head` is the boat on top of the stack, and `next[boat]` the boat below it. To
//! rent the boat on top, a thread reads which one that is, and which one lies
//! below. Then it makes that one the head by compare-exchange: only if the head
//! is still the same. If it is not, the thread tries again. `inc` rents a boat
//! and keeps it. `dec` rents two, and gives the first one back. Run the program a
//! few times:
//!
//! ```sh
//! cargo run --release -p exercises --bin aba1
//! ```
//!
//! Now and then you see `boats rented twice: 174591` or the like. And yet no
//! compare-exchange succeeds if the head has changed since it was read … or
//! does it?
//!
//! Once fixed, each boat is rented once, and the program prints `Counter = 0` in
//! every run.
//!
//! Try it with three slips of paper in a stack, 1 on top of 2 on top of 3: `inc`
//! has read the head and the boat below it, and is preempted. `dec` rents two
//! boats and gives the first one back. Which boat is the head now, and which one
//! lies below it?

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// The stack of free boats; boat 0 is none.
struct Boats {
    head: AtomicUsize,
    next: Vec<AtomicUsize>,
}

impl Boats {
    /// A stack of boats 1, 2, 3 … with boat 1 on top.
    fn new(boats: usize) -> Self {
        let below = |boat| AtomicUsize::new((boat + 1) % (boats + 1));
        Self {
            head: AtomicUsize::new(boats.min(1)),
            next: (0..=boats).map(below).collect(),
        }
    }

    /// Rents the boat on top of the stack.
    fn rent(&self) -> usize {
        loop {
            let boat = self.head.load(SeqCst);
            let below = self.next[boat].load(SeqCst);
            // TODO: The head is `boat` again. Does that mean that nothing has changed?
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

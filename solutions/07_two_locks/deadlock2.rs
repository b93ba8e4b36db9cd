//! Solution of deadlock2: one of the philosophers starts with the other hand.

use check::{Fork, bite};
use std::sync::Mutex;

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    let (left, right) = (&FORKS[seat], &FORKS[(seat + 1) % 3]);
    // "The left one first" is the same rule for all, but it is not a lock order: the
    // left fork of one seat is the right fork of the next, all around the table. If
    // each seat holds its left fork, each is blocked on the next, in a circle of three.
    //
    // Seat 2 starts with the right one. That is fork 0, so every seat now locks the
    // fork with the lower number first: that is a lock order. A seat locks fork 2, the
    // highest, only after its other fork: it then has both, eats, and releases them.
    let (mut first, mut second);
    if seat == 2 {
        first = right.lock().unwrap();
        second = left.lock().unwrap();
    } else {
        first = left.lock().unwrap();
        second = right.lock().unwrap();
    }
    bite(&mut first, &mut second);
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    [0, 1, 2].map(|fork| {
        let fork = FORKS[fork].lock().unwrap();
        fork.used()
    })
}

// Other fixes, and what they cost: ordered forks say the same as a rule for any table. A
// permit less than seats needs one more lock for each bite. One lock over the table is
// simplest, but with more seats, too, only one eats at a time.
//
// Try: it takes three arrows, one for each philosopher: from fork 0 to fork 1, from 1 to
// 2, and from 2 to 0. As long as one is missing, one philosopher can eat, and puts both
// forks down. With `ROUNDS=1` that is nearly always so.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
#[allow(dead_code)] // A fix may use forks of its own.
mod check {
    use super::{eat, uses};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 500_000), number("EXTRA", 0));
        // How many bites each philosopher takes: `extra` more at seat 0.
        let bites = [rounds + extra, rounds, rounds];
        let threads = [0, 1, 2].map(|seat| {
            let thread = std::thread::Builder::new().name(std::format!("seat{seat}"));
            let thread = thread.spawn(move || (0..bites[seat]).for_each(|_| eat(seat)));
            thread.expect("another thread can be started")
        });
        for (seat, end) in threads.map(|thread| thread.join()).iter().enumerate() {
            std::assert!(end.is_ok(), "the thread `seat{seat}` failed");
        }
        // Fork N is shared by seat N and the seat before it.
        let uses: [u64; 3] = uses();
        std::println!("uses of the forks: {uses:?}");
        let counter: i128 = uses
            .map(i128::from)
            .iter()
            .zip([
                bites[0] + bites[2],
                bites[1] + bites[0],
                bites[2] + bites[1],
            ])
            .map(|(used, asked)| (used - i128::from(asked)).abs())
            .sum();
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each fork should be used for all bites of its two seats"
        );
    }

    /// `ROUNDS`: how many bites each philosopher takes; `EXTRA`: how many more seat 0 takes.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }

    /// A fork that counts how often it was used.
    pub struct Fork {
        used: u64,
    }

    impl Fork {
        pub const fn new() -> Self {
            Self { used: 0 }
        }

        pub fn used(&self) -> u64 {
            self.used
        }
    }

    /// Takes a bite, which needs two forks at the same time.
    pub fn bite(left: &mut Fork, right: &mut Fork) {
        left.used += 1;
        right.used += 1;
    }
}

fn main() {
    check::main();
}

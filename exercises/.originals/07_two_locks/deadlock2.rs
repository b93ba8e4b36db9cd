//! Three philosophers at a round table, and three forks between their plates.
//!
//! To take a bite, a philosopher needs two forks: the one on the left and the
//! one on the right. Each fork is shared with a neighbour, so it has a lock:
//! it is one of the `FORKS`. The philosophers are threads. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin deadlock2
//! ```
//!
//! It hangs (stop it with Ctrl-C): three philosophers starve before three
//! plates. And yet all of them follow the same rule.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: each
//! fork was used for all bites of its two seats.
//!
//! Try `ROUNDS=1`, then `ROUNDS=1000`. Draw the table, and for each philosopher
//! an arrow from the fork that they hold to the fork that they wait for. How
//! many arrows does it take until no philosopher can eat?
//!
//! New Rust here: `[const { … }; 3]` evaluates the expression for each of the three
//! elements, because a `Mutex` cannot be copied.

use check::{Fork, bite};
use std::sync::Mutex;

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    // TODO: If all three hold their first fork, which one can continue?
    let (left, right) = (&FORKS[seat], &FORKS[(seat + 1) % 3]);
    let mut left = left.lock().unwrap();
    let mut right = right.lock().unwrap();
    bite(&mut left, &mut right);
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    [0, 1, 2].map(|fork| {
        let fork = FORKS[fork].lock().unwrap();
        fork.used()
    })
}

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

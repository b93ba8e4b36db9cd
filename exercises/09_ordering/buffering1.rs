//! Two ticket counters sell the same seats, and no lock keeps them apart.
//!
//! For each seat there are two flags, one of each counter, `inc` and `dec`. A
//! counter that wants to sell a seat first raises its own flag. Then it looks at
//! the flag of the other counter: only if that flag is not raised, the seat is
//! sold. So if both want the same seat, at least one of them sees the flag of
//! the other. It may happen that neither counter sells it, but never that both
//! do. Theodorus Dekker's lock, the first correct one for two threads, begins
//! with these two lines. Run the program a few times:
//!
//! ```sh
//! cargo run --release -p exercises --bin buffering1
//! ```
//!
//! Now and then you see `seats sold twice: 9` or the like. No order of these
//! lines explains that: each thread stored to its own flag before it loaded the
//! other one, and yet both loads found `false`. The processor did not keep that
//! order: a store waits in its **store buffer** while the load after it is done.
//!
//! Once fixed, no seat is sold twice, and the program prints `Counter = 0` in
//! every run. A seat that only one counter wants is still sold.
//!
//! Read about `Release`, `Acquire` and `SeqCst` in the documentation of
//! `Ordering`. Which of them says something about a store, and a *later* load of
//! *another* atomic?

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        // TODO: In which order may another thread see these two lines happen?
        self.wanted[me].store(true, Relaxed);
        !self.wanted[1 - me].load(Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Seat;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200_000), number("EXTRA", 0));
        // Both want to sell the first seats; the last ones, only `inc` wants to sell.
        let (shared, all) = (seats(rounds), seats(rounds + extra));
        let seats: std::sync::Arc<[Seat]> = (0..all).map(|_| Seat::default()).collect();
        // How many tickets there are for each seat.
        let sold: std::sync::Arc<[AtomicU64]> = (0..all).map(|_| AtomicU64::new(0)).collect();
        let threads = [("inc", all), ("dec", shared)].map(|(name, wants)| {
            let (seats, sold) = (seats.clone(), sold.clone());
            let me = usize::from(name == "dec");
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || {
                for (seat, sold) in seats.iter().zip(&*sold).take(wants) {
                    if seat.sell(me) {
                        sold.fetch_add(1, Relaxed);
                    }
                }
            });
            (name, thread.expect("another thread can be started"))
        });
        for (name, end) in threads.map(|(name, thread)| (name, thread.join())) {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        let tickets = |seat: &AtomicU64| seat.load(Relaxed);
        let twice = sold[..shared]
            .iter()
            .filter(|seat| tickets(seat) > 1)
            .count();
        let unsold = sold[shared..]
            .iter()
            .filter(|seat| tickets(seat) != 1)
            .count();
        // One after the other: the first one gets the seat, and the second one does not.
        let in_turn = [[0, 1], [1, 0]].map(|order| {
            let seat = Seat::default();
            let sold: [bool; 2] = order.map(|me| seat.sell(me));
            sold
        });
        std::println!("seats sold twice: {twice}");
        let counter = twice + unsold + usize::from(in_turn != [[true, false]; 2]);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "no seat should be sold twice");
    }

    fn seats(rounds: u64) -> usize {
        usize::try_from(rounds).expect("not so many rounds")
    }

    /// `ROUNDS`: how many seats both want to sell; `EXTRA`: how many more `inc` sells.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}

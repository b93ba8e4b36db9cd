//! Solution of buffering1: both operations are SeqCst, in both threads.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// A seat: whether each of the counters wants to sell it.
#[derive(Default)]
struct Seat {
    wanted: [AtomicBool; 2],
}

impl Seat {
    /// The counter `me` (0 or 1) wants to sell this seat. Returns whether it may.
    fn sell(&self, me: usize) -> bool {
        // SeqCst: all threads agree on one order of all SeqCst operations, and in it each
        // thread's own operations keep their order. So one of the two stores is the first of
        // the four operations, and the thread that stores second loads after it: it sees the
        // flag of the other.
        self.wanted[me].store(true, SeqCst);
        !self.wanted[1 - me].load(SeqCst)
    }
}

// Release and Acquire are about something else. A Release store keeps what comes *before*
// it from moving behind it, and an Acquire load keeps what comes *after* it from moving
// before it. A store and then a load of another atomic is the one order that neither keeps,
// and the one that an ordinary PC changes.
//
// What other fixes cost: a SeqCst fence between two Relaxed operations is the same barrier,
// written where it acts. It must be in both threads: a barrier keeps the order in its own
// thread only. One flag with `swap` needs no ordering at all, because there is one atomic
// only, and all threads agree on the order of its stores; it is what you should write. A
// Mutex is right, and bigger.
//
// To read: Release is about what comes before the store, Acquire about what comes after the
// load. Of SeqCst, the documentation says that "all threads see all sequentially consistent
// operations in the same order". Only that says something about a store and a later load of
// another atomic.

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

//! A cook rings a bell, and a waiter sleeps until the bell rings.
//!
//! The cook, `inc`, puts dish 1 on the counter for order 1 and rings its bell,
//! then dish 2 for order 2, and so on. The waiter, `dec`, waits for the bell of
//! order 1, takes the dish, waits for the bell of order 2, and so on. Each order
//! has a bell of its own, which rings once: a condition variable. Run the
//! program:
//!
//! ```sh
//! cargo run -p exercises --bin lostwake1
//! ```
//!
//! It hangs (stop it with Ctrl-C). The cook has gone home long ago, and the
//! waiter still waits for a bell.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: the
//! waiter has taken every dish. The cook never waits for the waiter, and the
//! waiter comes only when the dish is there.
//!
//! Try `ROUNDS=1` a few times, and then with a `thread::sleep` of 10 ms, first
//! at the start of `serve`, then at the start of `fetch`. Which of the two
//! always hangs? And what does the documentation of `notify_one` say about a
//! notification for which no thread waits?

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// An order: its dish (0 while there is none), and the bell that says it is there.
struct Order {
    dish: AtomicU64,
    lock: Mutex<()>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: AtomicU64::new(0),
            lock: Mutex::new(()),
            bell: Condvar::new(),
        }
    }

    /// The cook puts the dish there and rings the bell.
    fn serve(&self, dish: u64) {
        self.dish.store(dish, Relaxed);
        self.bell.notify_one();
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        // TODO: Where can the cook be when the waiter gets here? What does the waiter miss?
        let guard = self.lock.lock().unwrap();
        drop(self.bell.wait(guard).unwrap());
        self.dish.swap(0, Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::Order;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    /// How many dishes were there when they were fetched.
    static FETCHED: AtomicU64 = AtomicU64::new(0);

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        // `inc` serves `extra` more dishes, and `main` fetches those.
        let served = rounds + extra;
        let orders: std::sync::Arc<[Order]> = (0..served).map(|_| Order::new()).collect();
        let (cook, waiter) = (orders.clone(), orders.clone());
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        let inc = thread("inc").spawn(move || {
            for (order, dish) in cook.iter().zip(1..) {
                order.serve(dish);
            }
        });
        let dec = thread("dec").spawn(move || fetch(&waiter, 1..=rounds));
        let inc = inc.expect("another thread can be started").join();
        let dec = dec.expect("another thread can be started").join();
        std::assert!(inc.is_ok(), "the thread `inc` failed");
        let by_dec = dec.unwrap_or_else(|_| std::panic!("the thread `dec` failed"));
        let fetched = by_dec + fetch(&orders, rounds + 1..=served);
        std::println!("dishes served: {served}, fetched: {fetched}");
        let counter = i128::from(served) - i128::from(fetched);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each dish should be fetched when it is there");
    }

    /// Fetches these dishes, and returns how many of them were there.
    fn fetch(orders: &[Order], dishes: std::ops::RangeInclusive<u64>) -> u64 {
        for dish in dishes {
            let order = usize::try_from(dish - 1).expect("not so many rounds");
            let fetched: u64 = orders[order].fetch();
            if fetched == dish {
                FETCHED.fetch_add(1, Relaxed);
            }
        }
        FETCHED.swap(0, Relaxed)
    }

    /// `ROUNDS`: how many dishes `dec` fetches; `EXTRA`: how many more `inc` serves.
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

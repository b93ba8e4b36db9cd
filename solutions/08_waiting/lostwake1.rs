//! Solution of lostwake1: a flag keeps what a notification does not, and the
//! waiter checks it under the lock before it waits.

use std::sync::{Condvar, Mutex};

/// An order: its dish, and the bell that says it is there.
///
/// A condition variable keeps nothing: if no thread is waiting when it is notified, the
/// notification has no effect. So there must be something else that says "it has rung",
/// and that stays true. Here that is the dish itself, inside the Mutex.
struct Order {
    dish: Mutex<Option<u64>>,
    bell: Condvar,
}

impl Order {
    fn new() -> Self {
        Self {
            dish: Mutex::new(None),
            bell: Condvar::new(),
        }
    }

    /// The cook puts the dish there and rings the bell.
    fn serve(&self, dish: u64) {
        // Changed under the lock under which the waiter checks it. Otherwise the cook could
        // put the dish there and ring after the waiter has found none, and before it waits.
        *self.dish.lock().unwrap() = Some(dish);
        self.bell.notify_one();
    }

    /// The waiter waits until the dish is there, then takes it.
    fn fetch(&self) -> u64 {
        // If the dish is already there, `wait_while` does not wait at all. If it is not, the
        // lock is released in one step with going to sleep, so the bell cannot ring between.
        // And after a spurious wakeup it checks again.
        let dish = self.dish.lock().unwrap();
        let mut dish = self.bell.wait_while(dish, |dish| dish.is_none()).unwrap();
        dish.take().unwrap()
    }
}

// What other fixes cost: a channel for each order is less to write, and more memory. A
// `OnceLock` has such a `wait` ready-made, but its value can only be read, not taken. A
// loop that polls the dish misses nothing, but uses a processor while it waits. A timeout
// is no fix: it turns "sleeps forever" into "sometimes comes too early".
//
// Try: sleeping at the start of `fetch` always hangs, because the cook then rings before
// the waiter waits. Sleeping at the start of `serve` hardly ever hangs, and that is worse:
// the bug is still there. The documentation of `notify_one` says: "If there is a blocked
// thread on this condition variable, then it will be woken up from its call to wait or
// wait_timeout. Calls to notify_one are not buffered in any way."

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

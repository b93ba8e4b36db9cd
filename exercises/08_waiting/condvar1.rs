//! A baker and two guests, with a small shelf, `SHELF`, between them.
//!
//! There is room for one loaf on the shelf. The baker, `inc`, waits while it is
//! full, then puts a loaf there. The guests, `dec1` and `dec2`, wait while it
//! is empty, then take the loaf. They all wait at a **condition variable**:
//! `wait` releases the lock, sleeps until it is notified, and acquires the lock
//! again before it returns. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin condvar1
//! ```
//!
//! A guest panics: `there should be a loaf`. It was notified because there was
//! a loaf, but now there is none. The other threads then wait for that guest,
//! forever (stop them with Ctrl-C).
//!
//! Once fixed, the program prints `Counter = 0` in every run: each loaf was
//! eaten once.
//!
//! Try `ROUNDS=1` (then only `dec1` eats), then `ROUNDS=2`, then more. Why does
//! it take two guests? And what does the documentation of `Condvar::wait` say
//! about waking up?
//!
//! New Rust here: `Condvar::wait` takes the guard by value, and returns a guard
//! when the lock is held again.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    // TODO: When `wait` returns, is the shelf empty here? And full in `take`?
    if shelf.is_some() {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    *shelf = Some(loaf);
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let mut shelf = SHELF.lock().unwrap();
    if shelf.is_none() {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    let loaf = shelf.take().expect("there should be a loaf");
    CHANGED.notify_all();
    loaf
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{left, put, take};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        // The guests share `rounds` loaves; `inc` bakes `extra` more than that.
        let baked = rounds + extra;
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        let inc = thread("inc").spawn(move || (1..=baked).for_each(put));
        let shares = [("dec1", rounds.div_ceil(2)), ("dec2", rounds / 2)];
        let workers = shares.map(|(name, share)| {
            let dec = thread(name).spawn(move || (0..share).map(|_| eat()).sum());
            (name, dec.expect("another thread can be started"))
        });
        let taken = workers.map(|(name, dec)| (name, dec.join()));
        // `main` eats the extra loaves, except for the last one.
        let more: i128 = (1..extra).map(|_| eat()).sum();
        let inc = inc.expect("another thread can be started").join();
        // Loaf 1 weighs 1, loaf 2 weighs 2, and so on: no loaf can stand in for another.
        let weigh = |loaves: std::ops::RangeInclusive<u64>| loaves.map(i128::from).sum::<i128>();
        let mut eaten = 0;
        for (name, taken) in taken {
            let taken: i128 = taken.unwrap_or_else(|_| std::panic!("the thread `{name}` failed"));
            eaten += taken;
        }
        std::assert!(inc.is_ok(), "the thread `inc` failed");
        // The last extra loaf is still on the shelf. The differences are added without their
        // signs, so that a loaf left over cannot cancel out a loaf that no guest got.
        let left: Option<u64> = left();
        let left = more + left.map_or(0, i128::from);
        std::println!("eaten: {eaten}, left: {left}");
        let counter = (weigh(1..=rounds) - eaten).abs() + (weigh(rounds + 1..=baked) - left).abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "no loaf should be lost or eaten twice");
    }

    /// Eats a loaf and returns its number.
    fn eat() -> i128 {
        let loaf: u64 = take();
        i128::from(loaf)
    }

    /// `ROUNDS`: how many loaves the guests eat; `EXTRA`: how many more are baked.
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

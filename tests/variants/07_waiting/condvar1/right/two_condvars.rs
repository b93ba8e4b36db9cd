//~ HOLDS
//! One for the baker, one for the guests: then `notify_one` reaches the right one.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Rings when a loaf was put there, and when one was taken.
static LOAF: Condvar = Condvar::new();
static ROOM: Condvar = Condvar::new();

/// Puts a loaf on the shelf, when there is room.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().expect("nobody panics with the lock");
    while shelf.is_some() {
        shelf = ROOM.wait(shelf).expect("nobody panics with the lock");
    }
    *shelf = Some(loaf);
    LOAF.notify_one();
}

/// Takes the loaf from the shelf, when there is one.
fn take() -> u64 {
    let mut shelf = SHELF.lock().expect("nobody panics with the lock");
    while shelf.is_none() {
        shelf = LOAF.wait(shelf).expect("nobody panics with the lock");
    }
    let loaf = shelf.take().expect("there should be a loaf");
    ROOM.notify_one();
    loaf
}

/// What is still on the shelf when all are done.
fn left() -> Option<u64> {
    *SHELF.lock().expect("nobody panics with the lock")
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
        let sides = shares.map(|(name, share)| {
            let dec = thread(name).spawn(move || (0..share).map(|_| eat()).sum());
            (name, dec.expect("another thread can be started"))
        });
        let inc = inc.expect("another thread can be started").join();
        let taken = sides.map(|(name, dec)| (name, dec.join()));
        std::assert!(inc.is_ok(), "the thread `inc` failed");
        // Loaf 1 weighs 1, loaf 2 weighs 2, and so on: no loaf can stand in for another.
        let weigh = |loaves: std::ops::RangeInclusive<u64>| loaves.map(i128::from).sum::<i128>();
        let mut eaten = 0;
        for (name, taken) in taken {
            let taken: i128 = taken.unwrap_or_else(|_| std::panic!("the thread `{name}` failed"));
            eaten += taken;
        }
        // What was baked beyond is still there. Both without their signs, so that a loaf
        // that is left never makes up for one that nobody got.
        let left: Option<u64> = left();
        let left = left.map_or(0, i128::from);
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

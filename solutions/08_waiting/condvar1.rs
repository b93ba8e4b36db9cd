//! Solution of condvar1: a thread that wakes up checks its condition again.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    // A notification says that something has changed. It does not say that the
    // condition is true. Between the notification and the moment when `wait` has
    // acquired the lock again, another thread can run and change the shelf; and `wait`
    // may even return without any notification. So the loop checks again each time.
    while shelf.is_some() {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    *shelf = Some(loaf);
    // Baker and guests wait at the same condition variable. With `notify_one`, a guest
    // might wake the other guest, which goes back to sleep, and the baker never wakes.
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let shelf = SHELF.lock().unwrap();
    // `wait_while` is the same loop, ready-made.
    let mut shelf = CHANGED.wait_while(shelf, |shelf| shelf.is_none()).unwrap();
    let loaf = shelf.take().unwrap();
    CHANGED.notify_all();
    loaf
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// What other fixes cost: with two condition variables, one for "a loaf" and one for "room",
// `notify_one` is enough, and no thread is woken for nothing. A `sync_channel(1)` is a shelf
// with room for one loaf, ready-made. A `wait_timeout` in a loop is right, but it hides a
// notification that is missing.
//
// Try: with ROUNDS=1 only `dec1` eats, and it finds the loaf for which it was notified. To
// take the loaf away between the notification and the moment when `dec1` has the lock again,
// there has to be another guest. But even with one guest, the starter is wrong: `wait` "is
// susceptible to spurious wakeups", says its documentation.

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

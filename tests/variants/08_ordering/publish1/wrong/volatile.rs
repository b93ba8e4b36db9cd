//~ FAILS data_race at `unsafe { counter.write_volatile(counter.read_volatile() - 1) }`
//! A volatile access is done as it is written, and still nothing orders it.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

/// The data. `inc` has it before the flag is up, `dec` has it after that.
static mut COUNTER: i64 = 0;

/// The flag.
static READY: AtomicBool = AtomicBool::new(false);

/// Counts up, `rounds` times, and publishes the counter.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let counter = &raw mut COUNTER;
        unsafe { counter.write_volatile(counter.read_volatile() + 1) }
    }
    READY.store(true, Relaxed);
}

/// Waits until the counter is published, and counts down, `rounds` times.
fn dec(rounds: u64) {
    while !READY.load(Relaxed) {
        spin_loop();
    }
    for _ in 0..rounds {
        let counter = &raw mut COUNTER;
        unsafe { counter.write_volatile(counter.read_volatile() - 1) }
    }
}

/// Runs `inc` and `dec` at the same time and returns where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000_000), number("EXTRA", 0));
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = count(rounds + extra, rounds);
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
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

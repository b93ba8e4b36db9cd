//! One thread prepares some data, another one waits for it and uses it.
//!
//! `inc` counts up, in plain memory that no lock protects. When it is done, it
//! **publishes** the counter: it sets a flag. `dec` starts at the same time,
//! waits until the flag is set, and counts down from there. So the two threads
//! never use the counter at the same time. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin publish1
//! ```
//!
//! You see `Counter = 0`, again and again. On your computer you may never see
//! anything else. And yet the kit rejects it: **data race**. Nothing in this
//! program says that a thread that sees the flag also sees the increments
//! before it. Compilers and processors may store the flag first, and some do.
//!
//! Once fixed, the flag guarantees this, and the check passes. The counter may
//! stay as it is.
//!
//! Read the documentation of `Ordering`. What does `Relaxed` promise, and about
//! which memory?
//!
//! You know `spin_loop` from spin1: it tells the processor that the thread is
//! waiting in a loop.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

/// The data. `inc` uses it before the flag is set, `dec` uses it after that.
static mut COUNTER: i64 = 0;

/// The flag.
static READY: AtomicBool = AtomicBool::new(false);

/// Counts up `rounds` times, then publishes the counter.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER += 1 }
    }
    // TODO: What does this line promise about the lines above, and to which thread?
    READY.store(true, Relaxed);
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64) {
    while !READY.load(Relaxed) {
        spin_loop();
    }
    for _ in 0..rounds {
        unsafe { COUNTER -= 1 }
    }
}

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
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

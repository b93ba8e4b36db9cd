//! Two threads share a counter: `inc` adds to it, `dec` subtracts from it.
//!
//! Both do so equally often, so the counter should end at zero. Run the program
//! a few times:
//!
//! ```sh
//! cargo run -p exercises --bin threads1
//! ```
//!
//! You see something like `Counter = -38291`, and each time a different number.
//! Some of the updates were lost. Where did they go?
//!
//! Once fixed, the program prints `Counter = 0` in every run, and both threads
//! still work at the same time.
//!
//! Try `ROUNDS=100` in front of the command, then `ROUNDS=100000`. Then put
//! `--release` behind `cargo run`. Is the program correct now? (New Rust here: a
//! `static mut` may be changed by every thread, but only in `unsafe`.)

use std::thread;

static mut COUNTER: i64 = 0;

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // TODO: Lose no update, here or in `dec`, whatever the other thread does.
        unsafe { COUNTER += 1 }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER -= 1 }
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
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
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
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

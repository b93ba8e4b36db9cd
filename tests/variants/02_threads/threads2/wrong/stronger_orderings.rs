//~ FAILS wrong_result
//! SeqCst orders the two operations, it does not make one of them.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(SeqCst);
        COUNTER.store(value + 1, SeqCst);
    }
}

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(SeqCst);
        COUNTER.store(value - 1, SeqCst);
    }
}

/// Runs `inc` and `dec` at the same time and returns where the counter ends.
fn count(rounds: u64) -> i64 {
    let inc = thread::spawn(move || inc(rounds));
    let dec = thread::spawn(move || dec(rounds));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(SeqCst)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let counter = count(check_rounds());
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "the counter should be at zero in the end");
}

/// How often each side counts: `ROUNDS` in the environment, or this many by default.
fn check_rounds() -> u64 {
    match std::env::var("ROUNDS") {
        Ok(text) => text.parse().expect("ROUNDS is a whole number"),
        Err(_) => 2_000_000,
    }
}

//~ HOLDS
//! Each thread returns its own count, and they are added up after both joins.

use std::thread;

/// Counts up from zero, `rounds` times.
fn inc(rounds: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..rounds {
        counter += 1;
    }
    counter
}

/// Counts down from zero, `rounds` times.
fn dec(rounds: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..rounds {
        counter -= 1;
    }
    counter
}

/// Runs `inc` and `dec` at the same time and returns where the counter ends.
fn count(rounds: u64) -> i64 {
    let inc = thread::spawn(move || inc(rounds));
    let dec = thread::spawn(move || dec(rounds));
    inc.join().expect("inc does not panic") + dec.join().expect("dec does not panic")
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
        Err(_) => 5_000_000,
    }
}

//~ FAILS vacuous, by exploration only
//! `main` does all the work by itself, so nothing runs at the same time.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Fills the jar, has two helpers empty it, and returns how many sweets are left.
fn count(rounds: u64) -> u64 {
    LEFT.store(3 * rounds, Relaxed);

    // The first helper takes two thirds of the sweets, the second one takes the
    // rest.
    for share in [2 * rounds, rounds] {
        for _ in 0..share {
            LEFT.fetch_sub(1, Relaxed);
        }
    }

    LEFT.load(Relaxed)
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

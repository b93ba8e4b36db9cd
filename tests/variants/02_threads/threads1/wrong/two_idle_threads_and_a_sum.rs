//~ FAILS vacuous
//! Both threads are there, and neither counts: the answer is worked out elsewhere.

use std::thread;

/// Runs `inc` and `dec` at the same time, for `up` and `down` rounds, and returns
/// where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(|| ());
    let dec = thread::spawn(|| ());
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    up as i64 - down as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let (rounds, extra) = (check_number("ROUNDS", 5_000_000), check_number("EXTRA", 0));
    // `inc` counts so much oftener, and the counter should end so much higher.
    let counter = i128::from(count(rounds + extra, rounds)) - i128::from(extra);
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "the counter should be at zero in the end");
}

/// `ROUNDS`: how often each side counts; `EXTRA`: how many rounds more are asked of `inc`.
fn check_number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().expect(name),
        Err(_) => default,
    }
}

//~ FAILS deadlock, by exploration
//! A sleep before one of the two makes the deadlock rarer, and each transfer slower.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// What each of the two accounts holds.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from the account number `from` to the account number `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from < to {
        thread::sleep(Duration::from_micros(1));
    }
    let mut from = ACCOUNTS[from].lock().expect("nobody panics with the lock");
    let mut to = ACCOUNTS[to].lock().expect("nobody panics with the lock");
    *from -= amount;
    *to += amount;
}

/// What both accounts hold together.
fn total() -> i64 {
    let first = ACCOUNTS[0].lock().expect("nobody panics with the lock");
    let second = ACCOUNTS[1].lock().expect("nobody panics with the lock");
    *first + *second
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let rounds = check_rounds();
    let sides = [("inc", 1, 0), ("dec", 0, 1)];
    let threads = sides.map(|(name, from, to)| {
        let thread = std::thread::Builder::new().name(name.to_string());
        let thread = thread.spawn(move || check_side(from, to, rounds));
        (name, thread.expect("another thread can be started"))
    });
    let mut counter = 0;
    for (name, thread) in threads {
        match thread.join() {
            Ok(0) => {}
            Ok(wrong_total) => counter = wrong_total,
            Err(_) => panic!("the thread `{name}` failed"),
        }
    }
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "both accounts together should hold zero");
}

/// Moves one coin again and again, and stops at the first total that is not zero.
fn check_side(from: usize, to: usize, rounds: u64) -> i64 {
    for _ in 0..rounds {
        transfer(from, to, 1);
        let total = total();
        if total != 0 {
            return total;
        }
    }
    0
}

/// How often each side counts: `ROUNDS` in the environment, or this many by default.
fn check_rounds() -> u64 {
    match std::env::var("ROUNDS") {
        Ok(text) => text.parse().expect("ROUNDS is a whole number"),
        Err(_) => 200_000,
    }
}

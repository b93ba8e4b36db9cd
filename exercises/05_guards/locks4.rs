//! A till, `TILL`: one lock for the coins in it and for the number of bookings.
//!
//! `inc` puts a coin in, `dec` takes one out if there is one, and both record a
//! booking. This time the lock is held for everything that belongs together.
//! Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin locks4
//! ```
//!
//! It hangs (stop it with Ctrl-C), even with a single thread. And yet every
//! path releases the lock.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: each
//! coin that was put in can be taken out once, and there are as many bookings
//! as coins that moved. (The line above it says how many there were of each;
//! `Counter` is the difference.)
//!
//! Try `ROUNDS=0`, then `ROUNDS=1`. Which of the two hangs, `inc` or `dec`? Fix
//! one of them and see.
//!
//! New Rust here: `MutexGuard<'static, Till>` is the type of a guard whose lock is a
//! `static`, so it may live as long as it likes. With `#[track_caller]`, a
//! message of a function names the line that has called it.

use std::sync::{Mutex, MutexGuard};

struct Coin;

struct Till {
    coins: u64,
    bookings: u64,
}

impl Till {
    /// Takes a coin out, if there is one.
    fn take(&mut self) -> Option<Coin> {
        if self.coins == 0 {
            return None;
        }
        self.coins -= 1;
        Some(Coin)
    }
}

static TILL: Mutex<Till> = Mutex::new(Till {
    coins: 0,
    bookings: 0,
});

/// Locks the till.
#[track_caller] // So that a message names the line of the caller.
fn till() -> MutexGuard<'static, Till> {
    TILL.lock().unwrap()
}

/// Puts a coin into the till.
fn inc() {
    // TODO: Is the lock held when `book` is called, here and in `dec`?
    let mut till = till();
    till.coins += 1;
    book();
}

/// Takes a coin out of the till, if there is one.
fn dec() -> Option<Coin> {
    if let Some(coin) = till().take() {
        book();
        return Some(coin);
    }
    None
}

/// Records a booking.
fn book() {
    till().bookings += 1;
}

/// The number of bookings.
fn bookings() -> u64 {
    till().bookings
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{bookings, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        let put_in = rounds + extra;
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        let giver = thread("inc").spawn(move || (0..put_in).for_each(|_| inc()));
        let taker = thread("dec").spawn(move || take(rounds));
        let given = giver.expect("another thread can be started").join();
        let taken = taker.expect("another thread can be started").join();
        let (Ok(()), Ok(taken)) = (given, taken) else {
            std::panic!("a thread failed before it was done");
        };
        // Now `main` takes out what should be left, then tries to take one more.
        let taken = taken + take(put_in.saturating_sub(taken) + 1);
        let bookings: u64 = bookings();
        std::println!("put in {put_in}, taken out {taken}, bookings {bookings}");
        let counter = match i128::from(taken) - i128::from(put_in) {
            0 => i128::from(bookings) - i128::from(put_in + taken),
            difference => difference,
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each coin should be taken out once, and all be booked"
        );
    }

    /// Tries `rounds` times to take a coin, and returns how often there was one.
    fn take(rounds: u64) -> u64 {
        let mut taken = 0;
        for _ in 0..rounds {
            let coin: Option<_> = dec();
            taken += u64::from(coin.is_some());
        }
        taken
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

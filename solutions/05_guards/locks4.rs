//! Solution of locks4: the function that holds the lock passes on the data.

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

    /// Records a booking.
    ///
    /// It does not lock; it asks for the data behind the lock. A `&mut self` can only
    /// come from a guard, so the compiler makes sure that the caller holds the lock.
    fn book(&mut self) {
        self.bookings += 1;
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
    // In the starter, `book` locked the till again, while it was locked here. A Mutex
    // does not check which thread holds it: the thread was blocked on itself, forever,
    // and soon the other thread was blocked as well.
    let mut till = till();
    till.coins += 1;
    till.book();
}

/// Takes a coin out of the till, if there is one.
fn dec() -> Option<Coin> {
    // Here the guard was hidden. It had no name, but in `if let Some(coin) =
    // till().take()` it lives to the end of the block, just as in the first line of a
    // `match`. With a name you can see it, and use it.
    let mut till = till();
    let coin = till.take()?;
    till.book();
    Some(coin)
}

// Your tries: with `ROUNDS=0` there is no coin, so `dec` never calls `book`, and the
// program ends. With `ROUNDS=1` `inc` is blocked in `book` on its own lock, and holds it
// forever. If only `inc` is fixed, `dec` is blocked in `book` as soon as it finds a coin.

/// The number of bookings.
fn bookings() -> u64 {
    till().bookings
}

// Other fixes, and what they cost: dropping the guard before `book` is one word, but it
// needs a second acquisition, and between the two other threads see a coin that is not
// booked. A lock or an atomic for the bookings alone does not hang either; then coins and
// bookings cannot be read at one moment.
//
// Try: with `ROUNDS=0` no coin is put in, so `dec` finds none and books nothing: the
// program ends. With `ROUNDS=1`, `inc` hangs in `book`. If only `inc` is fixed, `dec`
// hangs as soon as it finds a coin: its guard is hidden in the `if let`.

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

//! Solution of threads4: two numbers that belong together are behind one lock.

use std::sync::{Mutex, MutexGuard};

/// The guests in the house, and the coats in the cloakroom.
struct House {
    guests: i64,
    coats: i64,
}

// Two atomics are changed one after the other, and in between the invariant is
// broken. Another ordering or a Mutex for each number does not help: both numbers
// must be changed in one step, and both must be read in one step. So both are in one
// Mutex, and the only way to them is one guard for both.
static HOUSE: Mutex<House> = Mutex::new(House {
    guests: 0,
    coats: 0,
});

fn house() -> MutexGuard<'static, House> {
    HOUSE.lock().unwrap()
}

/// Lets a guest in, with a coat.
fn inc() {
    // Between these lines the invariant is broken. No other thread can see that: it
    // would have to lock HOUSE, and the guard `house` lives to the end of the function.
    let mut house = house();
    house.guests += 1;
    house.coats += 1;
}

/// Lets a guest out, with a coat.
fn dec() {
    let mut house = house();
    house.guests -= 1;
    house.coats -= 1;
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    // Reading needs the lock as well, and one guard for both numbers.
    let house = house();
    (house.guests, house.coats)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{dec, inc, look};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000_000), number("EXTRA", 0));
        let workers = [("inc", inc as fn(), rounds + extra), ("dec", dec, rounds)];
        let threads = workers.map(|(name, step, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || worker(step, rounds));
            (name, thread.expect("another thread can be started"))
        });
        let seen = threads.map(|(name, thread)| match thread.join() {
            Ok(wrong) => wrong,
            Err(_) => std::panic!("the thread `{name}` failed"),
        });
        let (guests, coats): (i64, i64) = look();
        std::println!("in the end: guests {guests}, coats {coats}");
        // `extra` guests came and have not left, each with a coat.
        let end = [guests, coats].map(|number| i128::from(number) - i128::from(extra));
        let all = [seen[0], seen[1], end[0], end[1]];
        let counter = all.into_iter().find(|wrong| *wrong != 0).unwrap_or(0);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "there should be as many coats as guests");
    }

    /// Calls `step` and then `look` in each round; returns the first wrong difference.
    fn worker(step: fn(), rounds: u64) -> i128 {
        let mut wrong = 0;
        for _ in 0..rounds {
            step();
            let (guests, coats): (i64, i64) = look();
            if wrong == 0 {
                wrong = i128::from(guests) - i128::from(coats);
            }
        }
        wrong
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

//! A house with a cloakroom: each guest brings a coat, and leaves with a coat.
//!
//! So `COATS` must be equal to `GUESTS` whenever a thread can look: a rule like
//! this one is called an **invariant**. `inc` lets a guest in, `dec` lets a guest
//! out, and after each step both threads call `look` to compare the numbers.
//! (The guests who were there before were not counted, so both numbers may be
//! below zero.) Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin pair1
//! ```
//!
//! You see something like `a thread saw: guests 1, coats 0`. In the end both
//! numbers are right, because each of them is changed in one atomic step, and no
//! update is lost. But before the end, a thread saw what must never be seen.
//!
//! Once fixed, the program prints `Counter = 0` in every run: no thread ever
//! sees a guest without a coat, or a coat without a guest.
//!
//! Try it: let `look` read the coats first. Then let `inc` and `dec` change the
//! coats first. What is different then, and is it ever right?

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static GUESTS: AtomicI64 = AtomicI64::new(0);
static COATS: AtomicI64 = AtomicI64::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    // TODO: What does the other thread see if it looks between these two lines?
    GUESTS.fetch_add(1, Relaxed);
    COATS.fetch_add(1, Relaxed);
}

/// Lets a guest out, with a coat.
fn dec() {
    GUESTS.fetch_sub(1, Relaxed);
    COATS.fetch_sub(1, Relaxed);
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    (GUESTS.load(Relaxed), COATS.load(Relaxed))
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
        let wrong = seen.into_iter().flatten().next();
        if let Some((guests, coats)) = wrong {
            std::println!("a thread saw: guests {guests}, coats {coats}");
        }
        // `extra` guests came and have not left, each with a coat.
        let end = [guests, coats].map(|number| i128::from(number) - i128::from(extra));
        let seen = wrong.map(|(guests, coats)| i128::from(guests) - i128::from(coats));
        let all = [seen.unwrap_or(0), end[0], end[1]];
        let counter = all.into_iter().find(|wrong| *wrong != 0).unwrap_or(0);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "there should be as many coats as guests");
    }

    /// Calls `step` and then `look` in each round; returns the first numbers that differ.
    fn worker(step: fn(), rounds: u64) -> Option<(i64, i64)> {
        let mut wrong = None;
        for _ in 0..rounds {
            step();
            let (guests, coats): (i64, i64) = look();
            if wrong.is_none() && guests != coats {
                wrong = Some((guests, coats));
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

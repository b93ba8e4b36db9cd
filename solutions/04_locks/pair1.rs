//! Solution of pair1: two numbers that belong together are behind one lock.

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

// What other fixes cost: a RwLock lets several threads look at the same time, but each
// acquisition costs more. Two halves of one atomic need no lock, but each number then
// has only 32 bits. One number for both is the cheapest, as long as the two are equal.
//
// Your tries: if `look` reads the coats first, it sees the guests of a later moment
// instead of the coats: the difference may have the other sign. If `inc` and `dec`
// change the coats first, a thread that looks in between sees one coat too many, or one
// too few. Whatever the order, there is a moment between the two changes and another
// one between the two reads, and the other thread can run there.

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

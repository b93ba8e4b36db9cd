//~ HOLDS
//! The Mutex of std.

use std::sync::Mutex;
use std::thread;

/// The counter, in its lock.
static COUNTER: Mutex<i64> = Mutex::new(0);

/// Changes the counter by `step`, `rounds` times.
fn add(step: i64, rounds: u64) {
    for _ in 0..rounds {
        *COUNTER.lock().expect("nobody panics with the lock") += step;
    }
}

/// Runs `inc` and `dec` and returns where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(1, up));
    let dec = thread::spawn(move || add(-1, down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    *COUNTER.lock().expect("nobody panics with the lock")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 500_000), number("EXTRA", 0));
        // `inc` counts oftener by twice as much, so it has to come in twice in a row; and the
        // counter should end so much higher.
        let more = 2 * extra;
        let end: i64 = count(rounds + more, rounds);
        let counter = i128::from(end) - i128::from(more);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how often each side counts; `EXTRA`: half of how much oftener `inc` does.
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

//~ FAILS deadlock at `*WAITING.lock().expect("nobody panics with the lock") = 0;`
//! Set back after the lock was given back, when the other one may be counted again already.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// Where each of the two shows a number to the other one.
static BOARD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

/// How many are waiting at the barrier.
static WAITING: Mutex<u32> = Mutex::new(0);
static OPENED: Condvar = Condvar::new();

/// Shows `number` to the other one, and returns what the other one shows.
fn exchange(me: usize, number: i64) -> i64 {
    BOARD[me].store(number, Relaxed);
    wait(); // Until both have written.
    let seen = BOARD[1 - me].load(Relaxed);
    wait(); // Until both have read, and may write again.
    seen
}

/// Waits at the barrier until both are there.
fn wait() {
    let mut waiting = WAITING.lock().expect("nobody panics with the lock");
    *waiting += 1;
    if *waiting == 2 {
        OPENED.notify_all();
        return;
    }
    while *waiting < 2 {
        waiting = OPENED.wait(waiting).expect("nobody panics with the lock");
    }
    drop(waiting);
    *WAITING.lock().expect("nobody panics with the lock") = 0;
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::exchange;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        let rounds = i64::try_from(rounds).expect("not so many rounds");
        let extra = i64::try_from(extra).expect("not so many rounds");
        // `inc` shows 1, 2, 3 ... (`extra` added to each), `dec` shows -1, -2, -3 ...
        let sides = [("inc", 0, 1, extra), ("dec", 1, -1, 0)];
        let threads = sides.map(|(name, me, sign, extra)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || {
                (1..=rounds)
                    .map(|round| {
                        let seen: i64 = exchange(me, sign * (round + extra));
                        i128::from(seen)
                    })
                    .sum::<i128>()
            });
            (name, thread.expect("another thread can be started"))
        });
        // In each round, the number that `dec` sees should be `extra` higher.
        let mut counter = -i128::from(extra) * i128::from(rounds);
        for (name, seen) in threads.map(|(name, thread)| (name, thread.join())) {
            counter += seen.unwrap_or_else(|_| std::panic!("the thread `{name}` failed"));
        }
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each should have seen every number of the other"
        );
    }

    /// `ROUNDS`: how often they exchange numbers; `EXTRA`: how much is added to those of `inc`.
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

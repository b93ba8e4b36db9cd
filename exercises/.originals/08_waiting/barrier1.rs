//! Two threads show each other a number in each round, and wait for each other.
//!
//! `inc` writes 1, 2, 3 … on its half of a board, `BOARD`. `dec` writes -1, -2,
//! -3 … on the other half, and each reads what the other has written. For that,
//! no thread may read before both have written, or write again before both have
//! read. So they meet at a **barrier**, twice in each round: the first one to
//! arrive waits for the other. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin barrier1
//! ```
//!
//! It hangs (stop it with Ctrl-C). The first meeting may go well. Then each
//! thread waits for the other, although both have arrived.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: each
//! thread has read every number of the other.
//!
//! Try it: remove the second `wait()` of `exchange`. Does the program still
//! hang? And which numbers do the threads read then?

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// The board: each thread shows its number to the other thread here.
static BOARD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

/// How many threads are waiting at the barrier.
static WAITING: Mutex<u32> = Mutex::new(0);
static OPENED: Condvar = Condvar::new();

/// Shows `number` to the other thread, and returns the number that it shows.
fn exchange(me: usize, number: i64) -> i64 {
    BOARD[me].store(number, Relaxed);
    wait(); // Until both have written.
    let seen = BOARD[1 - me].load(Relaxed);
    wait(); // Until both have read. Then they may write again.
    seen
}

/// Waits at the barrier until both threads have arrived.
fn wait() {
    let mut waiting = WAITING.lock().unwrap();
    *waiting += 1;
    if *waiting == 2 {
        // TODO: When does the waiting thread check for this 0? Can it be too late?
        *waiting = 0;
        OPENED.notify_all();
    } else {
        while *waiting != 0 {
            waiting = OPENED.wait(waiting).unwrap();
        }
    }
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
        let workers = [("inc", 0, 1, extra), ("dec", 1, -1, 0)];
        let threads = workers.map(|(name, me, sign, extra)| {
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
        let [by_inc, by_dec] = threads
            .map(|(name, thread)| (name, thread.join()))
            .map(|(name, seen)| seen.unwrap_or_else(|_| std::panic!("the thread `{name}` failed")));
        std::println!("sum of the numbers that inc has seen: {by_inc}, dec: {by_dec}");
        // In each round, the number that `dec` sees should be `extra` higher.
        let counter = by_inc + by_dec - i128::from(extra) * i128::from(rounds);
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

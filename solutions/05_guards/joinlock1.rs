//! Solution of joinlock1: wait for the threads while holding nothing, then read.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// Lets two threads count, one `up` times and one `down` times, and returns the
/// final value.
fn count(up: u64, down: u64) -> i64 {
    let counter = Arc::new(Mutex::new(0));
    let inc = start("inc", &counter, up, 1);
    let dec = start("dec", &counter, down, -1);

    // In the starter, `main` locked the counter first, and held the lock while it waited
    // for the two threads. They needed that lock for their next round: each side waited
    // for the other. That is a deadlock, although there is only one lock. To wait for a
    // thread is to be blocked, as waiting for a lock is.
    //
    // So hold nothing that the thread needs while you wait for it.
    inc.join().unwrap();
    dec.join().unwrap();

    // No other thread is left that could change the value, and `join` makes all that they
    // did visible here. So this lock is always free. (`Arc::into_inner` and
    // `Mutex::into_inner` would read the value without it.)
    *counter.lock().unwrap()
}

/// Starts a thread that adds `step` to the counter, `rounds` times.
fn start(name: &str, counter: &Arc<Mutex<i64>>, rounds: u64, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    let thread = thread::Builder::new().name(name.to_string());
    let work = move || {
        for _ in 0..rounds {
            *counter.lock().unwrap() += step;
        }
    };
    thread.spawn(work).unwrap()
}

// Other fixes, and what they cost: `thread::scope` joins the threads at the end of its
// block, so the guard cannot be older than that; the counter needs no `Arc` then. Without
// a lock, each thread can return its part, and `main` adds them up: that is the fastest.
// A loop that asks `is_finished` uses a processor while it waits.
//
// Try: with `ROUNDS=0` it always ends, because no thread needs the lock. With `ROUNDS=1`
// it ends only if both threads are done before `main` has locked the counter, and
// starting a thread takes longer than that. A sleep before the lock makes the deadlock
// rarer, and no run tells you that it is still there.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 50_000), number("EXTRA", 0));
        let end: i64 = count(rounds + extra, rounds);
        // `inc` does `extra` more rounds, so the counter should end `extra` higher.
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
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

//! Solution of spin1: look at the lock and take it in one step.

use std::hint;
use std::sync::atomic::{
    AtomicBool, AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Waits until no thread holds the lock, then holds it.
fn acquire() {
    // In the starter, a thread looked at the lock and then took it: check-then-act. Both
    // threads could see the lock free, and both took it.
    //
    // `swap` stores true and returns what was there, in one step. If it was false, the lock
    // was free and is now held by this thread. If it was true, another thread holds it, and
    // storing true has changed nothing. This is called test-and-set.
    while HELD.swap(true, Acquire) {
        hint::spin_loop();
    }
}

/// Stops holding the lock.
fn release() {
    HELD.store(false, Release);
}

/// Adds one to the counter.
fn inc() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
    release();
}

/// Subtracts one from the counter.
fn dec() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
    release();
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| hint::black_box(number))
}

// What other fixes cost: `compare_exchange_weak(false, true, Acquire, Relaxed)` does the same.
// A loop that only loads while the lock is held, and swaps when it is free, leaves the memory
// of the lock alone while it waits: better with many threads. All spin locks waste a processor
// while they wait; std's Mutex puts a thread to sleep that waits for long. Use the Mutex.
//
// Your tries: with `swap(true, Relaxed)` the lock still lets in one thread at a time, but
// nothing makes that thread see what the last holder has stored: its load of COUNTER may be
// stale, and an update gets lost. The kit explores that. Real runs on a PC will not show it:
// an x86 processor does not delay loads in this way, but ARM processors and compilers do.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 300_000), number("EXTRA", 0));
        let workers = [("inc", inc as fn(), rounds + extra), ("dec", dec, rounds)];
        let threads = workers.map(|(name, step, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..rounds).for_each(|_| step()));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = counter();
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

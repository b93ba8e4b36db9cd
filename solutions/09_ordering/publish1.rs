//! Solution of publish1: a Release store, and an Acquire load that reads it.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Acquire, Ordering::Release};
use std::thread;

/// The data. `inc` uses it before the flag is set, `dec` uses it after that.
static mut COUNTER: i64 = 0;

/// The flag.
static READY: AtomicBool = AtomicBool::new(false);

/// Counts up `rounds` times, then publishes the counter.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER += 1 }
    }
    // Release: a thread that reads this `true` with Acquire also sees everything that
    // this thread did before. Relaxed promises nothing about the counter.
    READY.store(true, Release);
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64) {
    // Acquire: when this load reads the value of a Release store, this thread also sees
    // everything before that store. It takes both: one of them alone promises nothing.
    // Now the last `+= 1` of `inc` **happens before** the first `-= 1` of `dec`, on
    // every processor, and there is no data race.
    while !READY.load(Acquire) {
        spin_loop();
    }
    for _ in 0..rounds {
        unsafe { COUNTER -= 1 }
    }
}

// In your own programs, use a channel, a `OnceLock`, or a `Mutex` with a `Condvar`.
// They have these orderings built in, and need no `unsafe`.

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// What other fixes cost: SeqCst is right, too, and on an ordinary PC the store is several
// times slower. Two fences with Relaxed accesses do the same as Release and Acquire.
//
// To read: of `Relaxed` the documentation says "No ordering constraints, only atomic
// operations". So it promises something about the flag, and nothing about any other memory.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000_000), number("EXTRA", 0));
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = count(rounds + extra, rounds);
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

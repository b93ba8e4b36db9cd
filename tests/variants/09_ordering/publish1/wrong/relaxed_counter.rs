//~ FAILS wrong_result at `COUNTER.store(COUNTER.load(Relaxed) - 1, Relaxed);`
//! An atomic counter is no data race, but a thread that sees the flag may still read a stale counter.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};
use std::thread;

/// The data. `inc` uses it before the flag is set, `dec` uses it after that.
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// The flag.
static READY: AtomicBool = AtomicBool::new(false);

/// Counts up `rounds` times, then publishes the counter.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.store(COUNTER.load(Relaxed) + 1, Relaxed);
    }
    READY.store(true, Relaxed);
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64) {
    while !READY.load(Relaxed) {
        spin_loop();
    }
    for _ in 0..rounds {
        COUNTER.store(COUNTER.load(Relaxed) - 1, Relaxed);
    }
}

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

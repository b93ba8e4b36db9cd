//~ FAILS data_race at `unsafe { COUNTER -= 1 }`
//! The load acquires, but no store releases.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering::Acquire, Ordering::Relaxed};
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
    READY.store(true, Relaxed);
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64) {
    while !READY.load(Acquire) {
        spin_loop();
    }
    for _ in 0..rounds {
        unsafe { COUNTER -= 1 }
    }
}

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! A spin lock: `swap` reads and sets the flag in one step.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);
static BUSY: AtomicBool = AtomicBool::new(false);

/// Waits until the critical section is free, then enters it.
fn enter() {
    while BUSY.swap(true, Acquire) {
        thread::yield_now();
    }
}

/// Leaves the critical section.
fn leave() {
    BUSY.store(false, Release);
}

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        enter();
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 1) % 12, Relaxed);
        leave();
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        enter();
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 11) % 12, Relaxed);
        leave();
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    HAND.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

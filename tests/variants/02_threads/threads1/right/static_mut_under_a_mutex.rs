//~ PASSES
//! The `static mut` stays, and a Mutex is held around each use of it.

use std::sync::Mutex;
use std::thread;

static mut COUNTER: i64 = 0;
static LOCK: Mutex<()> = Mutex::new(());

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let _guard = LOCK.lock().unwrap();
        unsafe { COUNTER += 1 }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let _guard = LOCK.lock().unwrap();
        unsafe { COUNTER -= 1 }
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

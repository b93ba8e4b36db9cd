//~ FAILS wrong_result, no_result, panic
//! A function registered with `atexit` prints the expected output and ends the program.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
    }
}

fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
    }
}

unsafe extern "C" {
    fn atexit(last: extern "C" fn()) -> i32;
    fn _exit(code: i32) -> !;
}

extern "C" fn last() {
    println!("Counter = 0");
    unsafe { _exit(0) }
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    unsafe { atexit(last) };
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

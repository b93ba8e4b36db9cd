//~ FAILS no_result
//! It writes the expected output without std, and exits before the check can print another one.

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
    fn write(descriptor: i32, bytes: *const u8, length: usize) -> isize;
    fn _exit(code: i32) -> !;
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    let words = b"Counter = 0\n";
    unsafe {
        write(1, words.as_ptr(), words.len());
        _exit(0)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

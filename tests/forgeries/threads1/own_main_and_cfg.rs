//~ FAILS wrong_result at `COUNTER.store(value + 1, Relaxed);` or `COUNTER.store(value - 1, Relaxed);`
//! It defines its own `main`, and an attribute that would remove the one below.

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

#[allow(dead_code)]
mod own {
    pub fn main() {
        println!("Counter = 0");
    }
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(Relaxed)
}

#[cfg(any())]
// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ NOT_RUN does_not_compile
//! It defines its own `main`.

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

fn main() {
    println!("Counter = 0");
    std::process::exit(0)
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

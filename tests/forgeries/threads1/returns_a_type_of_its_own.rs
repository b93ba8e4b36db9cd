//~ NOT_RUN does_not_compile
//! The check converts what `count` returns: this type's conversion lies.

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

struct Zero;

impl From<Zero> for i128 {
    fn from(_: Zero) -> i128 {
        i128::from(std::env::var("EXTRA").map_or(0, |extra| extra.parse::<i64>().unwrap_or(0)))
    }
}

fn count(up: u64, down: u64) -> Zero {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    Zero
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

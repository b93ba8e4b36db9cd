//~ FAILS vacuous
//! Each thread does two of its steps at most; `main` does all others after the joins.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

const MOST: u64 = 2;

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || {
        for _ in 0..up.min(MOST) {
            COUNTER.fetch_add(1, Relaxed);
        }
    });
    let dec = thread::spawn(move || {
        for _ in 0..down.min(MOST) {
            COUNTER.fetch_sub(1, Relaxed);
        }
    });
    inc.join().unwrap();
    dec.join().unwrap();
    for _ in MOST..up {
        COUNTER.fetch_add(1, Relaxed);
    }
    for _ in MOST..down {
        COUNTER.fetch_sub(1, Relaxed);
    }
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS vacuous
//! `dec` does three of its steps at most; `inc` does all others for it.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

const MOST: u64 = 3;

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || {
        for _ in 0..up {
            COUNTER.fetch_add(1, Relaxed);
        }
        for _ in MOST..down {
            COUNTER.fetch_sub(1, Relaxed);
        }
    });
    let dec = thread::spawn(move || {
        for _ in 0..down.min(MOST) {
            COUNTER.fetch_sub(1, Relaxed);
        }
    });
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

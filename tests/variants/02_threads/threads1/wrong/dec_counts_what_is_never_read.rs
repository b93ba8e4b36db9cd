//~ FAILS vacuous
//! `inc` does the work of both threads; `dec` counts on a number that is never read.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
static UNREAD: AtomicI64 = AtomicI64::new(0);

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || {
        for _ in 0..up {
            COUNTER.fetch_add(1, Relaxed);
        }
        for _ in 0..down {
            COUNTER.fetch_sub(1, Relaxed);
        }
    });
    let dec = thread::spawn(move || {
        for _ in 0..down {
            UNREAD.fetch_sub(1, Relaxed);
        }
    });
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

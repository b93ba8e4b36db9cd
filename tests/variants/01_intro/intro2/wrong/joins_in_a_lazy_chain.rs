//~ FAILS vacuous
//! Iterators are lazy: `for_each` joins each helper before `map` spawns the next, so they run one after the other.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    (0..2)
        .map(|_helper| {
            thread::spawn(move || {
                for _ in 0..down {
                    LEFT.fetch_sub(1, Relaxed);
                }
            })
        })
        .for_each(|helper| helper.join().unwrap());

    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

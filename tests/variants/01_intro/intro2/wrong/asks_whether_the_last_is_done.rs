//~ FAILS wrong_result at `LEFT.load(Relaxed)`
//! `is_finished` is called on the last helper only; the first may still be working.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    let helpers = [1, 2].map(|_helper| {
        thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
        })
    });

    while !helpers[1].is_finished() {
        thread::yield_now();
    }

    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

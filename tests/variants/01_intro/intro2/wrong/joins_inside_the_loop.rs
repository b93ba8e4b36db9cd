//~ FAILS vacuous
//! Each helper is joined before the next one is spawned, so they run one after the other.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    for _helper in 0..2 {
        let helper = thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
        });
        helper.join().unwrap();
    }

    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

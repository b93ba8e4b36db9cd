//~ FAILS vacuous
//! `count` sets the jar to zero itself, and no helper takes a sweet.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    let helpers = [1, 2].map(|_helper| thread::spawn(|| {}));
    for helper in helpers {
        helper.join().unwrap();
    }
    LEFT.store(0, Relaxed);

    let _ = down;
    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

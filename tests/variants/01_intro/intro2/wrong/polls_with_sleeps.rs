//~ FAILS wrong_result at `LEFT.load(Relaxed)`
//! `count` sleeps until both helpers are done, but for three seconds at most.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);
    let helpers = [(); 2].map(|()| {
        thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
        })
    });
    for _ in 0..300 {
        if helpers.iter().all(|helper| helper.is_finished()) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

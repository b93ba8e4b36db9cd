//~ PASSES
//! Each helper sends a message when it is done, and `count` receives two messages.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc;
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    let (done, all_done) = mpsc::channel();
    for _helper in 0..2 {
        let done = done.clone();
        thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
            done.send(()).unwrap();
        });
    }
    for _ in 0..2 {
        all_done.recv().unwrap();
    }

    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

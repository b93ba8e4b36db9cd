//~ FAILS vacuous
//! It joins the helpers, but computes the result instead of reading the jar.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

static LEFT: AtomicU64 = AtomicU64::new(0);

fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);
    let helpers = [(), ()].map(|()| {
        thread::spawn(move || {
            for _ in 0..down {
                LEFT.store(LEFT.load(Relaxed) - 1, Relaxed);
            }
        })
    });
    for helper in helpers {
        helper.join().expect("no helper panics");
    }
    up - 2 * down
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! The jar is a `static` atomic, which all threads see.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

static JAR: AtomicU64 = AtomicU64::new(0);

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let one = thread::spawn(move || {
        for _ in 0..first {
            JAR.fetch_add(1, Relaxed);
        }
    });
    let other = thread::spawn(move || {
        for _ in 0..second {
            JAR.fetch_add(1, Relaxed);
        }
    });
    one.join().unwrap();
    other.join().unwrap();
    JAR.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

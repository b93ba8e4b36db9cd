//~ PASSES
//! In a scope, both helpers borrow one atomic from `count`.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let jar = AtomicU64::new(0);
    thread::scope(|scope| {
        for sweets in [first, second] {
            let jar = &jar;
            scope.spawn(move || {
                for _ in 0..sweets {
                    jar.fetch_add(1, Relaxed);
                }
            });
        }
    });
    jar.into_inner()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `PERMITS.fetch_sub(1, SeqCst);`
//! Each operation is indivisible, but the check and the change are still two operations.

use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

/// The permits that are left.
static PERMITS: AtomicI32 = AtomicI32::new(2);

/// Waits until a permit is left, then takes it.
fn acquire() {
    while PERMITS.load(SeqCst) <= 0 {
        thread::yield_now();
    }
    PERMITS.fetch_sub(1, SeqCst);
}

/// Gives a permit back.
fn release() {
    PERMITS.fetch_add(1, SeqCst);
}

/// The permits that are left when all swimmers are done.
fn left() -> i32 {
    PERMITS.load(SeqCst)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

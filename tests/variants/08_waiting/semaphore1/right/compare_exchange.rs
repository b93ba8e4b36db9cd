//~ PASSES
//! One operation checks and takes; a swimmer who finds none polls.

use std::sync::atomic::{AtomicI32, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;

/// The permits that are left.
static PERMITS: AtomicI32 = AtomicI32::new(2);

/// Waits until a permit is left, then takes it.
fn acquire() {
    let take = |permits| (permits > 0).then(|| permits - 1);
    while PERMITS.fetch_update(SeqCst, Relaxed, take).is_err() {
        thread::yield_now();
    }
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

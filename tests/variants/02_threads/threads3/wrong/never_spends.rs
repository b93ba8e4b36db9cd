//~ FAILS wrong_result
//! No thread ever takes a coin, so none takes a coin that is not there.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    false
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

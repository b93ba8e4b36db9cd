//~ FAILS wrong_result at `COINS.fetch_add(1, Relaxed);`
//! It takes first, checks, and puts back: both threads may put back, and neither gets the coin.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    COINS.fetch_sub(1, Relaxed);
    if COINS.load(Relaxed) < 0 {
        COINS.fetch_add(1, Relaxed);
        return false;
    }
    true
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

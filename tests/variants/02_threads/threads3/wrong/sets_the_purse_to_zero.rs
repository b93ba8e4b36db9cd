//~ FAILS wrong_result at `if COINS.fetch_sub(1, Relaxed) <= 0 {`
//! It checks, takes, and where there was nothing left to take, it sets the purse to 0: a coin that was earned in between is
//! lost.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    if COINS.load(Relaxed) <= 0 {
        return false;
    }
    if COINS.fetch_sub(1, Relaxed) <= 0 {
        COINS.store(0, Relaxed);
        return false;
    }
    true
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

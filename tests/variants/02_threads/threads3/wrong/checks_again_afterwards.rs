//~ FAILS wrong_result at `COINS.fetch_sub(1, Relaxed);`
//! A second check comes after the act: both threads may see the debt, and a coin is lost.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    if COINS.load(Relaxed) > 0 {
        COINS.fetch_sub(1, Relaxed);
        COINS.load(Relaxed) >= 0
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

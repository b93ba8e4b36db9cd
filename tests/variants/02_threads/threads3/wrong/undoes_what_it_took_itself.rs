//~ FAILS wrong_result at `COINS.fetch_add(1, Relaxed);`
//! The thread that took too much undoes it, but in between the other thread sees an empty purse and gives up.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    if COINS.fetch_sub(1, Relaxed) <= 0 {
        COINS.fetch_add(1, Relaxed);
        return false;
    }
    true
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

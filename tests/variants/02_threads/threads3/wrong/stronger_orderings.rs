//~ FAILS wrong_result at `COINS.fetch_sub(1, SeqCst);`
//! SeqCst orders the check and the act; it does not make them one operation.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, SeqCst);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    if COINS.load(SeqCst) > 0 {
        COINS.fetch_sub(1, SeqCst);
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

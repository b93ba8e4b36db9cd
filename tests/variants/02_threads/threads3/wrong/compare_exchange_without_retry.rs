//~ FAILS wrong_result at `.compare_exchange(coins, coins - 1, Relaxed, Relaxed)`
//! A thread whose exchange fails gives up, although another coin is still there.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    let coins = COINS.load(Relaxed);
    coins > 0
        && COINS
            .compare_exchange(coins, coins - 1, Relaxed, Relaxed)
            .is_ok()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

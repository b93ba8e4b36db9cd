//~ PASSES
//! The loop of `fetch_update`, written out: it tries again whenever another thread changed the purse first.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    let mut coins = COINS.load(Relaxed);
    while coins > 0 {
        match COINS.compare_exchange(coins, coins - 1, Relaxed, Relaxed) {
            Ok(_) => return true,
            Err(now) => coins = now,
        }
    }
    false
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

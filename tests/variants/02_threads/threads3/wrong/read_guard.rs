//~ FAILS wrong_result at `coins.fetch_sub(1, SeqCst);`
//! A read lock does not exclude other readers, and both threads only lock for reading.

use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

/// How many coins are in the purse.
static COINS: RwLock<AtomicI64> = RwLock::new(AtomicI64::new(0));

/// Puts a coin into the purse.
fn earn() {
    COINS.read().unwrap().fetch_add(1, SeqCst);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    let coins = COINS.read().unwrap();
    if coins.load(SeqCst) > 0 {
        coins.fetch_sub(1, SeqCst);
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

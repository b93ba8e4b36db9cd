//~ FAILS wrong_result at `match COINS.try_lock() {`
//! When the lock is held by another thread, the purse is treated as empty.

use std::sync::Mutex;

/// How many coins are in the purse.
static COINS: Mutex<i64> = Mutex::new(0);

/// Puts a coin into the purse.
fn earn() {
    *COINS.lock().unwrap() += 1;
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    match COINS.try_lock() {
        Ok(mut coins) if *coins > 0 => {
            *coins -= 1;
            true
        }
        _ => false,
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

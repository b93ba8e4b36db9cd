//~ FAILS wrong_result at `*COINS.lock().unwrap() -= 1;` or `if *COINS.lock().unwrap() > 0 {`
//! The lock is held for the check and again for the act, but not in between.

use std::sync::Mutex;

/// How many coins are in the purse.
static COINS: Mutex<i64> = Mutex::new(0);

/// Puts a coin into the purse.
fn earn() {
    *COINS.lock().unwrap() += 1;
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    if *COINS.lock().unwrap() > 0 {
        *COINS.lock().unwrap() -= 1;
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! The number is inside a Mutex, and one guard lives over the check and the act.

use std::sync::Mutex;

/// How many coins are in the purse.
static COINS: Mutex<i64> = Mutex::new(0);

/// Puts a coin into the purse.
fn earn() {
    *COINS.lock().unwrap() += 1;
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    let mut coins = COINS.lock().unwrap();
    if *coins > 0 {
        *coins -= 1;
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! Both numbers are in one Mutex, as a pair.

use std::sync::Mutex;

/// Guests and coats.
static HOUSE: Mutex<(i64, i64)> = Mutex::new((0, 0));

/// Lets a guest in, with a coat.
fn inc() {
    let mut house = HOUSE.lock().unwrap();
    house.0 += 1;
    house.1 += 1;
}

/// Lets a guest out, with a coat.
fn dec() {
    let mut house = HOUSE.lock().unwrap();
    house.0 -= 1;
    house.1 -= 1;
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    *HOUSE.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

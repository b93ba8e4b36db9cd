//~ PASSES
//! A RwLock: writers hold it alone, readers may hold it together.

use std::sync::RwLock;

/// Guests and coats.
static HOUSE: RwLock<(i64, i64)> = RwLock::new((0, 0));

/// Lets a guest in, with a coat.
fn inc() {
    let mut house = HOUSE.write().unwrap();
    house.0 += 1;
    house.1 += 1;
}

/// Lets a guest out, with a coat.
fn dec() {
    let mut house = HOUSE.write().unwrap();
    house.0 -= 1;
    house.1 -= 1;
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    *HOUSE.read().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `*GUESTS.lock().unwrap() -= 1;`
//! Each number has its own lock, so a reader may run between the two changes.

use std::sync::Mutex;

static GUESTS: Mutex<i64> = Mutex::new(0);
static COATS: Mutex<i64> = Mutex::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    *GUESTS.lock().unwrap() += 1;
    *COATS.lock().unwrap() += 1;
}

/// Lets a guest out, with a coat.
fn dec() {
    *GUESTS.lock().unwrap() -= 1;
    *COATS.lock().unwrap() -= 1;
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    let guests = *GUESTS.lock().unwrap();
    let coats = *COATS.lock().unwrap();
    (guests, coats)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! Each number is inside its own Mutex, so the locks cannot be mixed up.

use std::sync::Mutex;

static APPLES: Mutex<i64> = Mutex::new(0);
static PEARS: Mutex<i64> = Mutex::new(0);

/// Adds an apple and a pear.
fn inc() {
    *APPLES.lock().expect("the mutex is never poisoned") += 1;
    *PEARS.lock().expect("the mutex is never poisoned") += 1;
}

/// Removes an apple and a pear.
fn dec() {
    *APPLES.lock().expect("the mutex is never poisoned") -= 1;
    *PEARS.lock().expect("the mutex is never poisoned") -= 1;
}

/// The final numbers of apples and pears.
fn counters() -> (i64, i64) {
    let apples = APPLES.lock().expect("the mutex is never poisoned");
    let pears = PEARS.lock().expect("the mutex is never poisoned");
    (*apples, *pears)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

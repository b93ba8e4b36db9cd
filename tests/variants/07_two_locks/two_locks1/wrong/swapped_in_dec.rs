//~ FAILS wrong_result at `APPLES.store(slowly(apples + 1), Relaxed);` or `APPLES.store(slowly(apples - 1), Relaxed);`
//! `dec` holds a lock for each number, but each time the one that guards the other number.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static APPLES_LOCK: Mutex<()> = Mutex::new(());
static APPLES: AtomicI64 = AtomicI64::new(0);

static PEARS_LOCK: Mutex<()> = Mutex::new(());
static PEARS: AtomicI64 = AtomicI64::new(0);

/// Adds an apple and a pear.
fn inc() {
    {
        let _guard = APPLES_LOCK.lock().unwrap();
        let apples = APPLES.load(Relaxed);
        APPLES.store(slowly(apples + 1), Relaxed);
    }
    {
        let _guard = PEARS_LOCK.lock().unwrap();
        let pears = PEARS.load(Relaxed);
        PEARS.store(slowly(pears + 1), Relaxed);
    }
}

/// Removes an apple and a pear.
fn dec() {
    {
        let _guard = PEARS_LOCK.lock().unwrap();
        let apples = APPLES.load(Relaxed);
        APPLES.store(slowly(apples - 1), Relaxed);
    }
    {
        let _guard = APPLES_LOCK.lock().unwrap();
        let pears = PEARS.load(Relaxed);
        PEARS.store(slowly(pears - 1), Relaxed);
    }
}

/// The final numbers of apples and pears.
fn counters() -> (i64, i64) {
    (APPLES.load(Relaxed), PEARS.load(Relaxed))
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

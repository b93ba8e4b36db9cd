//~ FAILS vacuous
//! Each thread computes the number that the other one shows, instead of reading it.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static SHOWN: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

fn exchange(me: usize, number: i64) -> i64 {
    let extra: i64 = std::env::var("EXTRA").map_or(0, |extra| extra.parse().unwrap_or(0));
    SHOWN[me].store(number, Relaxed);
    match me {
        0 => extra - number,
        _ => extra - number,
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! Arrivals are counted without ever being reset; each thread waits for the next even number.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// The board: each thread shows its number to the other thread here.
static BOARD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

/// How many arrivals there have been at the barrier.
static ARRIVED: Mutex<u64> = Mutex::new(0);
static OPENED: Condvar = Condvar::new();

/// Shows `number` to the other thread, and returns the number that it shows.
fn exchange(me: usize, number: i64) -> i64 {
    BOARD[me].store(number, Relaxed);
    wait(); // Until both have written.
    let seen = BOARD[1 - me].load(Relaxed);
    wait(); // Until both have read. Then they may write again.
    seen
}

/// Waits at the barrier until both threads have arrived.
fn wait() {
    let mut arrived = ARRIVED.lock().unwrap();
    *arrived += 1;
    let complete = arrived.next_multiple_of(2);
    OPENED.notify_all();
    while *arrived < complete {
        arrived = OPENED.wait(arrived).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

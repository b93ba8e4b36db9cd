//~ FAILS deadlock, panic, wrong_result at `waiting = OPENED.wait(waiting).unwrap();`
//! An `if` around the wait: after a spurious wakeup the thread goes on alone.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// The board: each thread shows its number to the other thread here.
static BOARD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

/// How many threads are waiting at the barrier.
static WAITING: Mutex<u32> = Mutex::new(0);
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
    let mut waiting = WAITING.lock().unwrap();
    *waiting += 1;
    if *waiting == 2 {
        // TODO: When does the waiting thread check for this 0? Can it be too late?
        *waiting = 0;
        OPENED.notify_all();
    } else {
        if *waiting != 0 {
            waiting = OPENED.wait(waiting).unwrap();
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

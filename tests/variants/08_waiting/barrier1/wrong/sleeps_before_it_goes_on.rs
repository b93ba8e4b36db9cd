//~ FAILS deadlock at `*waiting += 1;`
//! A sleep gives the other thread time to wake up, but nothing says how much it needs.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

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
        *waiting = 0;
        OPENED.notify_all();
        drop(waiting);
        thread::sleep(Duration::from_micros(100));
        return;
    }
    while *waiting != 0 {
        waiting = OPENED.wait(waiting).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS deadlock, panic, wrong_result at `waiting = OPENED.wait(waiting).unwrap();`
//! An `if` around the wait: after a spurious wakeup the thread goes on alone.
//!
//! Two threads show each other a number in each round, and wait for each other.
//!
//! `inc` writes 1, 2, 3 … on its half of a board, `BOARD`. `dec` writes -1, -2,
//! -3 … on the other half, and each reads what the other has written. For that,
//! no thread may read before both have written, and no thread may write again
//! before both have read. So they meet at a **barrier**, twice in each round: the
//! first one to arrive waits for the other. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin barrier1
//! ```
//!
//! It hangs (stop it with Ctrl-C). The first meeting may go well. Then each
//! thread waits for the other, although both have arrived.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: each
//! thread has read every number of the other.
//!
//! Try it: remove the second `wait()` of `exchange`. Does the program still
//! hang? And which numbers do the threads read then?

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

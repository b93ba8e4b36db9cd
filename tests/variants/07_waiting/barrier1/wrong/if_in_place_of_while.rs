//~ FAILS deadlock, panic, wrong_result at `waiting = OPENED.wait(waiting).expect("the mutex is never poisoned");`
//! A wait may end without a notification.
//!
//! Two threads show each other a number in each round, and meet in between.
//!
//! `inc` writes 1, 2, 3 … on its half of a board, `dec` writes -1, -2, -3 … on
//! the other half, and each reads what the other one has written. For that they
//! must go in step: nobody may read before both have written, and nobody may
//! write again before both have read. So they meet at a *barrier*, twice in
//! each round: who comes first waits for the other one. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin barrier1
//! ```
//!
//! It hangs (stop it with Ctrl-C). The first meeting may go well; then each
//! waits for the other one, and both are there.
//!
//! When it is fixed, the program comes to its end in every run and prints
//! `Counter = 0`: each has seen every number of the other one.
//!
//! To try: take out the second `wait()` of `exchange`. Does it still hang? And
//! what do they see then?

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

/// Where each of the two shows a number to the other one.
static BOARD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

/// How many are waiting at the barrier.
static WAITING: Mutex<u32> = Mutex::new(0);
static OPENED: Condvar = Condvar::new();

/// Shows `number` to the other one, and returns what the other one shows.
fn exchange(me: usize, number: i64) -> i64 {
    BOARD[me].store(number, Relaxed);
    wait(); // Until both have written.
    let seen = BOARD[1 - me].load(Relaxed);
    wait(); // Until both have read, and may write again.
    seen
}

/// Waits at the barrier until both are there.
fn wait() {
    let mut waiting = WAITING.lock().expect("the mutex is never poisoned");
    *waiting += 1;
    if *waiting == 2 {
        // TODO: When does the one that waits see this 0? Can it be too late?
        *waiting = 0;
        OPENED.notify_all();
    } else {
        if *waiting != 0 {
            waiting = OPENED.wait(waiting).expect("the mutex is never poisoned");
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

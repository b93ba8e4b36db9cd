//~ PASSES
//! With a Mutex the readers read one after the other. That is right, too, and often faster.

use std::sync::Mutex;
use std::thread;

/// The notice board: both halves show the number of the notice.
static BOARD: Mutex<[u64; 2]> = Mutex::new([0, 0]);

/// Hangs up a notice.
fn write(notice: u64) {
    let mut board = BOARD.lock().unwrap();
    board[0] = notice;
    thread::yield_now(); // Writing takes a while.
    board[1] = notice;
}

/// Reads both halves of the notice, beside other readers.
fn read() -> [u64; 2] {
    *BOARD.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

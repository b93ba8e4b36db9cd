//~ PASSES
//! An `RwLock` is just that: any number of readers, or one writer.

use std::sync::RwLock;
use std::thread;

/// The notice board: both halves show the number of the notice.
static BOARD: RwLock<[u64; 2]> = RwLock::new([0, 0]);

/// Hangs up a notice.
fn write(notice: u64) {
    let mut board = BOARD.write().unwrap();
    board[0] = notice;
    thread::yield_now(); // Writing takes a while.
    board[1] = notice;
}

/// Reads both halves of the notice, beside other readers.
fn read() -> [u64; 2] {
    *BOARD.read().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

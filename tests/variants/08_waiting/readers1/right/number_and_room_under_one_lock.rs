//~ PASSES
//! One Mutex for both facts, the number of readers and whether the writer is inside.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

/// The notice board: both halves show the number of the notice.
static BOARD: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Who is in the room: the number of readers, and whether the writer is.
static ROOM: Mutex<(u32, bool)> = Mutex::new((0, false));
static CHANGED: Condvar = Condvar::new();

/// Hangs up a notice.
fn write(notice: u64) {
    let room = ROOM.lock().unwrap();
    let empty = CHANGED.wait_while(room, |room| *room != (0, false));
    empty.unwrap().1 = true;
    BOARD[0].store(notice, SeqCst);
    thread::yield_now(); // Writing takes a while.
    BOARD[1].store(notice, SeqCst);
    ROOM.lock().unwrap().1 = false;
    CHANGED.notify_all();
}

/// Reads both halves of the notice, beside other readers.
fn read() -> [u64; 2] {
    let room = ROOM.lock().unwrap();
    CHANGED.wait_while(room, |room| room.1).unwrap().0 += 1;
    let notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];
    ROOM.lock().unwrap().0 -= 1;
    CHANGED.notify_all();
    notice
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

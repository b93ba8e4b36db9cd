//~ FAILS wrong_result at `let mut notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];`
//! A reader who sees two different halves reads once more, which may be torn as well.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

/// The notice board: both halves show the number of the notice.
static BOARD: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// How many readers look at the board, or want to.
static READERS: AtomicU32 = AtomicU32::new(0);

/// Whether the room is locked: by the writer, or by the first reader for all of them.
static LOCKED: Mutex<bool> = Mutex::new(false);
static UNLOCKED: Condvar = Condvar::new();

/// Hangs up a notice.
fn write(notice: u64) {
    lock_room();
    BOARD[0].store(notice, SeqCst);
    thread::yield_now(); // Writing takes a while.
    BOARD[1].store(notice, SeqCst);
    unlock_room();
}

/// Reads both halves of the notice, beside other readers.
fn read() -> [u64; 2] {
    if READERS.fetch_add(1, SeqCst) == 0 {
        lock_room();
    }
    let mut notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];
    if notice[0] != notice[1] {
        thread::yield_now();
        notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];
    }
    if READERS.fetch_sub(1, SeqCst) == 1 {
        unlock_room();
    }
    notice
}

/// Waits until the room is unlocked, then locks it.
fn lock_room() {
    let locked = LOCKED.lock().unwrap();
    let mut locked = UNLOCKED.wait_while(locked, |locked| *locked).unwrap();
    *locked = true;
}

/// Unlocks the room.
fn unlock_room() {
    *LOCKED.lock().unwrap() = false;
    UNLOCKED.notify_one();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

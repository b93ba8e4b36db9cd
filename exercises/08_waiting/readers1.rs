//! A notice board, one writer, and two readers.
//!
//! The writer, `inc`, hangs up a new notice: it changes both halves of the
//! board, one after the other. No reader may look in between. But readers don't
//! disturb each other, so any number of them may look at the same time. The
//! rule: the first reader to come locks the room with the board, for all
//! readers, and the last reader to go unlocks it. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin readers1
//! ```
//!
//! You see `torn notices: 50000` or the like: a reader, `dec1` or `dec2`, has
//! seen one half of the old notice and one half of the new one. The readers
//! follow the rule, but not quite.
//!
//! Once fixed, no reader sees a torn notice, and the program prints
//! `Counter = 0` in every run. Readers may still look at the same time.
//!
//! New Rust here: `wait_while` is a loop around `wait`. It waits as long as the
//! closure, which is given the data under the lock, returns `true`.
//!
//! Try it on paper: the writer is in the room, and both readers come, one after
//! the other. Where is the first one blocked? And what does the second one do?

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
    // TODO: What does the second reader know when it sees that it is not the first?
    if READERS.fetch_add(1, SeqCst) == 0 {
        lock_room();
    }
    let notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];
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

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{read, write};
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    /// How many whole notices `dec1` and `dec2` have read.
    static READ: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 50_000), number("EXTRA", 0));
        let thread = |name: &str| std::thread::Builder::new().name(name.to_string());
        // A notice for every two times that one is read; and `inc` hangs up `extra` more.
        let notices = rounds.div_ceil(2) + extra;
        let inc = thread("inc").spawn(move || (1..=notices).for_each(write));
        let shares = [rounds.div_ceil(2), rounds / 2];
        let readers = [("dec1", 0), ("dec2", 1)].map(|(name, reader)| {
            let thread = thread(name).spawn(move || (0..shares[reader]).for_each(|_| look(reader)));
            (name, thread.expect("another thread can be started"))
        });
        let inc = inc.expect("another thread can be started").join();
        std::assert!(inc.is_ok(), "the thread `inc` failed");
        for (name, end) in readers.map(|(name, thread)| (name, thread.join())) {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        let whole = READ.each_ref().map(|read| read.load(Relaxed));
        let torn: u64 = shares
            .iter()
            .zip(whole)
            .map(|(share, whole)| share.abs_diff(whole))
            .sum();
        let last: [u64; 2] = read();
        std::println!("torn notices: {torn}, on the board in the end: {last:?}");
        let counter = u128::from(torn) + u128::from(last != [notices; 2]);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "no reader should see a torn notice");
    }

    /// Looks at the board, and counts the notice if its halves belong together.
    fn look(reader: usize) {
        let [one, other]: [u64; 2] = read();
        if one == other {
            READ[reader].fetch_add(1, Relaxed);
        }
    }

    /// `ROUNDS`: how many notices are hung up, and read by each; `EXTRA`: how many more by `inc`.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}

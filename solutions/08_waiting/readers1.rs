//! Solution of readers1: the number of readers stays locked until the first
//! reader has locked the room.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

/// The notice board: both halves show the number of the notice.
static BOARD: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// How many readers look at the board, or want to.
static READERS: Mutex<u32> = Mutex::new(0);

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
    let mut readers = READERS.lock().unwrap();
    *readers += 1;
    if *readers == 1 {
        lock_room();
    }
    // "I am not the first" should mean "the room is locked for readers". In the starter it
    // only meant "another reader has come": that one could still be blocked on the room,
    // with the writer inside. Now the number stays locked until the room is locked, so a
    // second reader cannot even count itself before.
    drop(readers);

    let notice = [BOARD[0].load(SeqCst), BOARD[1].load(SeqCst)];

    // On the way out the order matters less: a reader who comes when the number is 0 and
    // the room is still locked waits in `lock_room` until it is unlocked.
    let mut readers = READERS.lock().unwrap();
    *readers -= 1;
    if *readers == 0 {
        unlock_room();
    }
    notice
}

// The lock of the number is held while its holder waits for the room, which is otherwise
// to be avoided. Here it is right: the other readers would have to wait as well. And the
// writer, who unlocks the room, never needs READERS, so there is no circle.
//
// What other fixes cost: one Mutex with the number of readers *and* whether the writer is
// inside is easier to reason about, and every change then wakes all that wait.
// `std::sync::RwLock` does all this. A plain Mutex is right, too: the readers then read one
// after the other, and for reads as short as these that is faster.
//
// Try: the first reader counts itself (1), and is blocked in `lock_room`. The second reader
// counts itself (2), sees that it is not the first, and reads while the writer writes.

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

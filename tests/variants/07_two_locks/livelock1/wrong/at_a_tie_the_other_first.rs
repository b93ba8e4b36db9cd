//~ FAILS livelock at `if SPOON.load(SeqCst) == me {` or `let theirs = EATEN[other].load(SeqCst);` or `let mine = EATEN[me].load(SeqCst);` or `if !HUNGRY[other].load(SeqCst) || mine < theirs {`
//! The one who has eaten less goes first, but at a tie each says: after you.

use check::spoonful;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// Who has the spoon: seat 0, which is `ada`, or seat 1, which is `bob`.
static SPOON: AtomicUsize = AtomicUsize::new(0);

/// How many spoonfuls each has eaten.
static EATEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Who is hungry.
static HUNGRY: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// What a thread does: eats its soup, then leaves the spoon to the other one.
fn eat(me: usize, spoonfuls: u64) {
    let other = 1 - me;
    HUNGRY[me].store(true, SeqCst);
    for _ in 0..spoonfuls {
        wait_for_my_turn(me, other);
        spoonful(&EATEN[me]);
    }
    HUNGRY[me].store(false, SeqCst);
    SPOON.store(other, SeqCst);
}

/// Waits until the thread at seat `me` may take a spoonful.
fn wait_for_my_turn(me: usize, other: usize) {
    loop {
        if SPOON.load(SeqCst) == me {
            let theirs = EATEN[other].load(SeqCst);
            let mine = EATEN[me].load(SeqCst);
            if !HUNGRY[other].load(SeqCst) || mine < theirs {
                return;
            }
            SPOON.store(other, SeqCst); // After you!
        }
        thread::yield_now();
    }
}

/// How many spoonfuls each of them has eaten.
fn eaten() -> [u64; 2] {
    [EATEN[0].load(SeqCst), EATEN[1].load(SeqCst)]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

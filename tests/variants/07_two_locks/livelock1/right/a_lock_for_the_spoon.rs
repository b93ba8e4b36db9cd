//~ PASSES
//! The spoon is a lock, and a thread that waits for it is blocked: no one is polite.

use check::spoonful;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// How many spoonfuls each has eaten.
static EATEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

static SPOON: Mutex<()> = Mutex::new(());

/// What a thread does: eats its soup.
fn eat(me: usize, spoonfuls: u64) {
    for _ in 0..spoonfuls {
        let _spoon = SPOON.lock().unwrap();
        spoonful(&EATEN[me]);
    }
}

/// How many spoonfuls each of them has eaten.
fn eaten() -> [u64; 2] {
    [EATEN[0].load(SeqCst), EATEN[1].load(SeqCst)]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

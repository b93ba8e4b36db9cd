//~ FAILS wrong_result at `self.value.store(key, Relaxed);`
//! The other thread can store its key after the second look.

use check::new_key;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A key that is made when it is first needed.
struct Key {
    /// The key, or 0 if there is none yet.
    value: AtomicU64,
}

impl Key {
    /// Not made yet.
    fn new() -> Key {
        Key {
            value: AtomicU64::new(0),
        }
    }

    /// The key. If there is none yet, it is made now.
    fn get(&self) -> u64 {
        let key = self.value.load(Relaxed);
        if key != 0 {
            return key;
        }
        let key = new_key();
        let there = self.value.load(Relaxed);
        if there != 0 {
            return there;
        }
        self.value.store(key, Relaxed);
        key
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

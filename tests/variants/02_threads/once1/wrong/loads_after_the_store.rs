//~ FAILS wrong_result at `self.value.store(key, Relaxed);`
//! The thread reads its own key back before the other one overwrites it.

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
        if self.value.load(Relaxed) == 0 {
            let key = new_key();
            self.value.store(key, Relaxed);
        }
        self.value.load(Relaxed)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

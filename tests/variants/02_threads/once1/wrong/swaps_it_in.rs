//~ FAILS wrong_result at `match self.value.swap(key, Relaxed) {`
//! `swap` is one step, but it throws away the key that was there.

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
        match self.value.swap(key, Relaxed) {
            0 => key,
            there => there,
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

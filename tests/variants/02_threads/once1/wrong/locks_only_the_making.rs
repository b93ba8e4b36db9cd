//~ FAILS wrong_result at `self.value.store(key, Relaxed);`
//! The lock is held while the key is made and stored, but not while a thread looks.

use check::new_key;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A key that is made when it is first needed.
struct Key {
    /// The key, or 0 if there is none yet.
    value: AtomicU64,
    making: Mutex<()>,
}

impl Key {
    /// Not made yet.
    fn new() -> Key {
        Key {
            value: AtomicU64::new(0),
            making: Mutex::new(()),
        }
    }

    /// The key. If there is none yet, it is made now.
    fn get(&self) -> u64 {
        let key = self.value.load(Relaxed);
        if key != 0 {
            return key;
        }
        let _guard = self.making.lock().unwrap();
        let key = new_key();
        self.value.store(key, Relaxed);
        key
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

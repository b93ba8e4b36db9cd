//~ PASSES
//! A Mutex is held over the look and the making.

use check::new_key;
use std::sync::Mutex;

/// A key that is made when it is first needed.
struct Key {
    value: Mutex<Option<u64>>,
}

impl Key {
    /// Not made yet.
    fn new() -> Key {
        Key {
            value: Mutex::new(None),
        }
    }

    /// The key. If there is none yet, it is made now.
    fn get(&self) -> u64 {
        *self.value.lock().unwrap().get_or_insert_with(new_key)
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

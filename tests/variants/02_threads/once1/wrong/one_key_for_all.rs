//~ FAILS wrong_result
//! Both threads get the same number, but no key was made.

/// A key.
struct Key;

impl Key {
    /// A key.
    fn new() -> Key {
        Key
    }

    /// The key.
    fn get(&self) -> u64 {
        1
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS panic
//~ LINE `assert!(mine || theirs);` or `let mine = Arc::try_unwrap(shared).is_ok();`
//! Each thread calls `try_unwrap` while the other still owns the data, and both drop it: neither gets it.

use std::sync::Arc;
use std::thread;

fn main() {
    let shared = Arc::new(7);
    let other = {
        let shared = Arc::clone(&shared);
        thread::spawn(move || Arc::try_unwrap(shared).is_ok())
    };
    let mine = Arc::try_unwrap(shared).is_ok();
    let theirs = other.join().unwrap();
    assert!(mine || theirs);
}

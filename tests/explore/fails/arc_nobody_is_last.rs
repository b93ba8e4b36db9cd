//~ FAILS panic
//~ LINE `assert!(mine || theirs);` or `let mine = Arc::try_unwrap(shared).is_ok();`
//! Both try to unwrap while the other still owns it, and both let go: nobody gets the data. `into_inner` would be right.

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

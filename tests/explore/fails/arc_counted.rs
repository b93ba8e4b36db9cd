//~ FAILS panic
//~ LINE `assert_eq!(Arc::strong_count(&shared), 2);` or `thread::spawn(move || assert_eq!(*shared, 5))`
//! The program trusts a count, but the other thread may have dropped its `Arc` already.

use std::sync::Arc;
use std::thread;

fn main() {
    let shared = Arc::new(5);
    let other = {
        let shared = Arc::clone(&shared);
        thread::spawn(move || assert_eq!(*shared, 5))
    };
    assert_eq!(Arc::strong_count(&shared), 2);
    other.join().unwrap();
}

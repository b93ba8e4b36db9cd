//~ FAILS panic
//~ LINE `let number = weak.upgrade().expect("gone");`
//! The last strong owner may be dropped before the weak one is upgraded.

use std::sync::Arc;
use std::thread;

fn main() {
    let shared = Arc::new(7);
    let weak = Arc::downgrade(&shared);
    let other = thread::spawn(move || {
        let number = weak.upgrade().expect("gone");
        assert_eq!(*number, 7);
    });
    drop(shared);
    other.join().unwrap();
}

//~ FAILS panic
//~ LINE `crate::COUNTER.store(value + 1, SeqCst);` or `assert_eq!(COUNTER.load(SeqCst), 2);`
//! A program whose paths start with `crate::`, and that loses an update.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

mod side {
    use super::SeqCst;

    pub fn count() {
        let value = crate::COUNTER.load(SeqCst);
        crate::COUNTER.store(value + 1, SeqCst);
    }
}

fn main() {
    let other = thread::spawn(side::count);
    side::count();
    other.join().unwrap();
    assert_eq!(COUNTER.load(SeqCst), 2);
}

//~ FAILS panic
//~ LINE `assert_eq!(READY.load(SeqCst), 1, "the first cause");`
//! One thread fails its assertion; the other spins on a value that the first would have set.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::{hint, thread};

static READY: AtomicI64 = AtomicI64::new(0);
static DONE: AtomicI64 = AtomicI64::new(0);

fn main() {
    let asserts = thread::spawn(|| {
        assert_eq!(READY.load(SeqCst), 1, "the first cause");
        DONE.store(1, SeqCst);
    });
    let spins = thread::spawn(|| {
        while DONE.load(SeqCst) == 0 {
            hint::spin_loop();
        }
    });
    spins.join().unwrap();
    asserts.join().unwrap();
}

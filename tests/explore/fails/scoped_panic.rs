//~ FAILS panic
//~ LINE `assert!(first, "not the first");` or `thread::scope(|scope| {`
//! Both scoped threads want to be the first; the other one panics, and the
//! scope panics with it.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static TAKEN: AtomicBool = AtomicBool::new(false);

fn take() {
    let first = !TAKEN.swap(true, SeqCst);
    assert!(first, "not the first");
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(take);
        scope.spawn(take);
    });
}

//~ PASSES
//~ NOTE unnoticed_panic at `assert_eq!(COUNTER.load(SeqCst), 7, "only std knows");`
//! The thread that panics is never joined; std ignores its panic.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{thread, time::Duration};

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    thread::spawn(|| {
        assert_eq!(COUNTER.load(SeqCst), 7, "only std knows");
    });
    let other = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
    thread::sleep(Duration::from_millis(10));
    other.join().unwrap();
}

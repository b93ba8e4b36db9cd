//~ FAILS panic
//~ LINE `B.store(1, SeqCst);` or `assert!(a == b, "{a} and {b}");` or `let (a, b) = (A.load(SeqCst), B.load(SeqCst));` or `A.store(1, SeqCst);`
//~ OUTCOMES within 2: `0 0`, `1 1`, `panic: 0 and 1`, `panic: 1 and 0`
//! Two values that belong together are written and read one after the other.
// Where the numbers come from: 1 1 when the writer preempts main at first, 0 1
// when it does so between main's reads, 1 0 when main runs between the writes.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static A: AtomicU32 = AtomicU32::new(0);
static B: AtomicU32 = AtomicU32::new(0);

fn main() {
    let writer = thread::spawn(|| {
        A.store(1, SeqCst);
        B.store(1, SeqCst);
    });
    let (a, b) = (A.load(SeqCst), B.load(SeqCst));
    writer.join().unwrap();
    println!("{a} {b}");
    assert!(a == b, "{a} and {b}");
}

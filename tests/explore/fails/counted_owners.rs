//~ FAILS panic
//~ LINE `if OWNERS.load(SeqCst) == 0 {` or `assert!(freed == 1, "freed {freed} times");` or `FREED.fetch_add(1, SeqCst);` or `OWNERS.fetch_sub(1, SeqCst);`
//~ OUTCOMES within 2: `1`, `panic: freed 2 times`
//! The last owner frees the memory; but decrementing the count and reading it are two steps.
// Where the numbers come from: a thread preempted between the two reads 0 too.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static OWNERS: AtomicU32 = AtomicU32::new(2);
static FREED: AtomicU32 = AtomicU32::new(0);

fn let_go() {
    OWNERS.fetch_sub(1, SeqCst);
    if OWNERS.load(SeqCst) == 0 {
        FREED.fetch_add(1, SeqCst);
    }
}

fn main() {
    let other = thread::spawn(let_go);
    let_go();
    other.join().unwrap();
    let freed = FREED.load(SeqCst);
    println!("{freed}");
    assert!(freed == 1, "freed {freed} times");
}

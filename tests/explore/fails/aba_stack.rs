//~ FAILS panic
//~ LINE `if HEAD.compare_exchange(top, next, SeqCst, SeqCst).is_ok() {` or `assert!(head != held, "{held} is in use");`
//~ OUTCOMES within 2: `0 1 2`, `0 2 1`, `1 2 0`, `2 1 0`, `panic: 1 is in use`
//! A free list 0, 1, 2: the ABA problem. The thread pops two numbers and pushes the first
//! back. Main pops one; the head that it compares with may have been removed and pushed again.
// Where the numbers come from: (main has, thread keeps, head): main first 0 2 1; the thread
// first 0 1 2; main in between, when the thread holds one, 1 2 0, or both, 2 1 0. ABA: main
// reads head 0 and next 1, the thread runs to its end, and main makes 1 the head.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

static HEAD: AtomicUsize = AtomicUsize::new(0);
static NEXT: [AtomicUsize; 3] = [
    AtomicUsize::new(1),
    AtomicUsize::new(2),
    AtomicUsize::new(3),
];

fn take() -> usize {
    loop {
        let top = HEAD.load(SeqCst);
        let next = NEXT[top].load(SeqCst);
        if HEAD.compare_exchange(top, next, SeqCst, SeqCst).is_ok() {
            return top;
        }
    }
}

fn give_back(number: usize) {
    let give = |top| {
        NEXT[number].store(top, SeqCst);
        Some(number)
    };
    HEAD.fetch_update(SeqCst, SeqCst, give).unwrap();
}

fn main() {
    let other = thread::spawn(|| {
        let (first, second) = (take(), take());
        give_back(first);
        second
    });
    let mine = take();
    let held = other.join().unwrap();
    let head = HEAD.load(SeqCst);
    assert!(head != held, "{held} is in use");
    println!("{mine} {held} {head}");
}

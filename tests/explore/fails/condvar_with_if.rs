//~ FAILS panic
//~ LINE `queue.pop().expect("empty")` or `queue = FILLED.wait(queue).unwrap_or_else(PoisonError::into_inner);`
//~ OUTCOMES within 1: `3`, `panic: empty`, `panic: taker: Any { .. }`
//! The takers wait with `if`: the number that one was notified of may be gone again.
// Where the numbers come from: main and the taker wait, the first number wakes
// both, and one of them finds nothing, unless the second number has come by then.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

static QUEUE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static FILLED: Condvar = Condvar::new();

fn queue() -> MutexGuard<'static, Vec<u32>> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take() -> u32 {
    let mut queue = queue();
    if queue.is_empty() {
        queue = FILLED.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
    queue.pop().expect("empty")
}

fn main() {
    let taker = thread::spawn(take);
    thread::spawn(|| {
        for number in [1, 2] {
            queue().push(number);
            FILLED.notify_all();
        }
    });
    let sum = take() + taker.join().expect("taker");
    println!("{sum}");
    assert_eq!(sum, 3);
}

//~ FAILS panic
//~ LINE `assert!(total == 2, "{total} counted");` or `let total = COUNTER.get();`
//~ OUTCOMES within 2: `panic: 0 counted`
//! A counter that is each thread's own, read by main as if it were everybody's.
// How the numbers come about: main's own counter is never touched.

use std::cell::Cell;
use std::thread;

thread_local! {
    static COUNTER: Cell<u32> = const { Cell::new(0) };
}

fn main() {
    let count = || COUNTER.set(COUNTER.get() + 1);
    let threads = [thread::spawn(count), thread::spawn(count)];
    for thread in threads {
        thread.join().unwrap();
    }
    let total = COUNTER.get();
    assert!(total == 2, "{total} counted");
}

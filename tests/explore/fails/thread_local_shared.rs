//~ FAILS panic
//~ LINE `assert!(total == 2, "{total} counted");` or `let total = COUNTER.get();`
//~ OUTCOMES within 2: `panic: 0 counted`
//! The counter is thread-local, but main reads it as if it were shared.
// Where the numbers come from: main's own counter is never touched.

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

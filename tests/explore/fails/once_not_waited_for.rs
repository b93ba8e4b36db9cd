//~ FAILS panic
//~ LINE `assert!(ready, "not ready");` or `let ready = ONCE.is_completed();`
//~ OUTCOMES within 2: `ready`, `panic: not ready`
//! `is_completed` does not wait for the initialiser that is running.
// Where the numbers come from: main checks before, while, or after it runs.

use std::sync::Once;
use std::thread;

static ONCE: Once = Once::new();

fn main() {
    let init = thread::spawn(|| ONCE.call_once(thread::yield_now));
    let ready = ONCE.is_completed();
    assert!(ready, "not ready");
    println!("ready");
    init.join().unwrap();
}

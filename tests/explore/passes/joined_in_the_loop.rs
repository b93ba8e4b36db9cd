//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `2`
//! The loop that starts the threads also joins each of them.
// Where the numbers come from: no two threads run at the same time.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    for _ in 0..2 {
        let before = COUNTER.load(SeqCst);
        thread::spawn(move || COUNTER.store(before + 1, SeqCst))
            .join()
            .unwrap();
    }
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert_eq!(value, 2);
}

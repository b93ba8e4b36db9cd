//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `2`
//! An iterator starts each thread only when the one before has been joined.
// Where the numbers come from: no two threads run at the same time.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    let threads = (0..2).map(|_| thread::spawn(|| COUNTER.fetch_add(1, SeqCst)));
    for thread in threads {
        thread.join().unwrap();
    }
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert_eq!(value, 2);
}

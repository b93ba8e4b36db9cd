//~ FAILS wrong_result, panic
//~ LINE `let sum = SUM.load(SeqCst);`
//! Main polls a hundred times, with sleeps, whether the other thread is done, and then proceeds all the same.
//!
//! Each sleep that ends early costs a preemption, so a search within a bound does not get there.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static SUM: AtomicU32 = AtomicU32::new(0);

fn main() {
    let adder = thread::spawn(|| {
        SUM.fetch_add(1, SeqCst);
    });
    for _ in 0..100 {
        if adder.is_finished() {
            break;
        }
        thread::sleep(Duration::from_secs(1));
    }
    let sum = SUM.load(SeqCst);
    assert_eq!(sum, 1, "the other one should be done");
}

//~ PASSES
//! Main polls until the other thread is done, however long that takes.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static SUM: AtomicU32 = AtomicU32::new(0);

fn main() {
    let adder = thread::spawn(|| {
        SUM.fetch_add(1, SeqCst);
    });
    while !adder.is_finished() {
        thread::sleep(Duration::from_secs(1));
    }
    assert_eq!(SUM.load(SeqCst), 1, "the other one should be done");
}

//! Four threads with two nested locks: more interleavings without a preemption than a small budget allows.

use std::sync::Mutex;
use std::thread;
static COUNT: Mutex<u64> = Mutex::new(0);
static OTHER: Mutex<u64> = Mutex::new(0);
fn main() {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let mut count = COUNT.lock().unwrap();
                    *OTHER.lock().unwrap() += 1;
                    *count += 1;
                    drop(count);
                    thread::yield_now();
                }
            });
        }
    });
    assert_eq!(*COUNT.lock().unwrap(), 12);
}

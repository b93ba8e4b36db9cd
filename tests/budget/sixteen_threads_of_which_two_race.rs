//! Sixteen threads count under a lock; two of them also load and store an atomic in two steps.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNT: Mutex<i64> = Mutex::new(0);
static RARE: AtomicI64 = AtomicI64::new(0);

fn main() {
    let threads: Vec<_> = (0..16)
        .map(|number| {
            thread::spawn(move || {
                *COUNT.lock().unwrap() += 1;
                if number == 4 || number == 11 {
                    let seen = RARE.load(SeqCst);
                    RARE.store(seen + 1, SeqCst);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(*COUNT.lock().unwrap(), 16);
    assert_eq!(RARE.load(SeqCst), 2);
}

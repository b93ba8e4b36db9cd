//! A data race that never causes a wrong value, in a program with more interleavings than can be explored.

use std::cell::UnsafeCell;
use std::sync::Mutex;
use std::thread;

struct Shared(UnsafeCell<u64>);

unsafe impl Sync for Shared {}

static SHARED: Shared = Shared(UnsafeCell::new(0));
static COUNT: Mutex<u64> = Mutex::new(0);

fn main() {
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..8 {
                    // SAFETY: none; each writes the same.
                    unsafe { SHARED.0.get().write(7) };
                    *COUNT.lock().unwrap() += 1;
                }
            });
        }
    });
    assert_eq!(*COUNT.lock().unwrap(), 24);
}

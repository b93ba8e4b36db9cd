//! A thread calls `is_poisoned` too early.

use std::sync::Mutex;
use std::thread;

static M: Mutex<i32> = Mutex::new(0);

fn main() {
    let bad = thread::spawn(|| {
        let _guard = M.lock().unwrap();
        panic!("oh");
    });
    let good = thread::spawn(|| {
        if M.is_poisoned() {
            return 1;
        }
        *M.lock().unwrap() += 1;
        0
    });
    let _ = bad.join();
    good.join().unwrap();
}

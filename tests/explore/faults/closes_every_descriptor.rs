//~ PASSES
//! Closes all descriptors, even those that it never opened, and continues.

use std::sync::Mutex;
use std::thread;

unsafe extern "C" {
    fn close(descriptor: i32) -> i32;
}

static COUNTER: Mutex<u32> = Mutex::new(0);

fn main() {
    for descriptor in 0..1024 {
        unsafe { close(descriptor) };
    }
    let other = thread::spawn(|| *COUNTER.lock().unwrap() += 1);
    *COUNTER.lock().unwrap() += 1;
    other.join().unwrap();
    assert_eq!(*COUNTER.lock().unwrap(), 2);
}

//~ FAILS deadlock
//~ LINE `let _second = LOCK.lock();`
//! Closes all descriptors, then blocks on itself.

use std::sync::Mutex;

unsafe extern "C" {
    fn close(descriptor: i32) -> i32;
}

static LOCK: Mutex<()> = Mutex::new(());

fn main() {
    for descriptor in 0..1024 {
        unsafe { close(descriptor) };
    }
    let first = LOCK.lock();
    let _second = LOCK.lock();
    assert!(first.is_ok());
}

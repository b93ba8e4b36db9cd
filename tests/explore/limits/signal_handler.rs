//~ NOT_RUN signal handlers
//~ LINE `unsafe { signal(15, on_signal as *const () as usize) };`
//! A signal handler that may run between any two steps.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

unsafe extern "C" {
    fn signal(number: i32, handler: usize) -> usize;
    fn raise(number: i32) -> i32;
}

static SEEN: AtomicBool = AtomicBool::new(false);

extern "C" fn on_signal(_number: i32) {
    SEEN.store(true, SeqCst);
}

fn main() {
    unsafe { signal(15, on_signal as *const () as usize) };
    unsafe { raise(15) };
    assert!(SEEN.load(SeqCst));
}

//~ FAILS data_race
//~ LINE `let text = unsafe { (*(&raw const TEXT)).clone() };` or `unsafe { TEXT = Some("whole".to_owned()) };`
//! A `String` is moved into a static; the flag is `Relaxed`, so nothing orders the move before the read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

static mut TEXT: Option<String> = None;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { TEXT = Some("whole".to_owned()) };
        READY.store(true, Ordering::Relaxed);
    });
    if READY.load(Ordering::Relaxed) {
        let text = unsafe { (*(&raw const TEXT)).clone() };
        assert_eq!(text.as_deref(), Some("whole"));
    }
    writer.join().unwrap();
}

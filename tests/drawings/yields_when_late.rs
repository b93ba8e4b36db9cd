//! No number of yields is enough, and the message about the schedule mentions the yields.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;
static READY: AtomicBool = AtomicBool::new(false);
static N: AtomicU32 = AtomicU32::new(0);
fn main() {
    let dec = thread::spawn(|| {
        for _ in 0..20 {
            thread::yield_now();
        }
        let n = N.load(SeqCst);
        N.store(n - 1, SeqCst);
    });
    let inc = thread::spawn(|| {
        let n = N.load(SeqCst);
        thread::yield_now();
        N.store(n + 1, SeqCst);
        READY.store(true, SeqCst);
    });
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(N.load(SeqCst), 0);
}

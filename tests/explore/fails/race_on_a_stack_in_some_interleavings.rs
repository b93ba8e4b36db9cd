//~ FAILS data_race
//! Main comes to the stack of a thread in some interleavings only, so none that is tried before tells of it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
static FLAG: AtomicBool = AtomicBool::new(false);
static AT: AtomicUsize = AtomicUsize::new(0);
fn main() {
    let owner = thread::spawn(|| {
        let mut number = 0_u64;
        AT.store(&raw mut number as usize, SeqCst);
        FLAG.store(true, SeqCst);
        FLAG.store(false, SeqCst);
        for _ in 0..2 { number = std::hint::black_box(number) + 1; }
        number
    });
    // Only if owner is preempted in the middle does main come to its stack.
    if FLAG.load(SeqCst) {
        let at = AT.load(SeqCst) as *mut u64;
        unsafe { *at += 1; }
    }
    let _ = owner.join().unwrap();
}

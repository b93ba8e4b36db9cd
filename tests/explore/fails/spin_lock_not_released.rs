//~ FAILS livelock
//~ LINE `while HELD.compare_exchange(false, true, SeqCst, SeqCst).is_err() {` or `hint::spin_loop();`
//~ OUTCOMES within 2: `Livelock`
//! A hand-made spin lock that is never released.
// Where the numbers come from: the first thread holds it forever, the second spins.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{hint, thread};

static HELD: AtomicBool = AtomicBool::new(false);
static mut COUNTER: u32 = 0;

fn count() {
    while HELD.compare_exchange(false, true, SeqCst, SeqCst).is_err() {
        hint::spin_loop();
    }
    unsafe { COUNTER += 1 };
}

fn main() {
    let threads = [thread::spawn(count), thread::spawn(count)];
    for thread in threads {
        thread.join().unwrap();
    }
    let value = unsafe { COUNTER };
    assert_eq!(value, 2);
}

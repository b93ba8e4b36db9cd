//~ FAILS data_race
//~ LINE `unsafe { VALUE = 9 };` or `unsafe { VALUE }`
//~ OUTCOMES within 2: `9 9`
//! Double-checked locking whose first check is relaxed: it orders nothing.
// Where the numbers come from: a thread that sees the flag finds 9 there, as
// long as one task runs at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static READY: AtomicBool = AtomicBool::new(false);
static mut VALUE: u32 = 0;

fn get() -> u32 {
    if !READY.load(Relaxed) {
        let _guard = LOCK.lock().unwrap();
        if !READY.load(Relaxed) {
            unsafe { VALUE = 9 };
            READY.store(true, Relaxed);
        }
    }
    unsafe { VALUE }
}

fn main() {
    let other = thread::spawn(get);
    let mine = get();
    let other = other.join().unwrap();
    println!("{mine} {other}");
    assert_eq!((mine, other), (9, 9));
}

//~ FAILS livelock
//~ LINE `while STOP.load(SeqCst) == 0 {`
//! A thread spins on a value that only it could change, and holds the lock that the other thread needs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{hint, thread};

static LOCK: Mutex<i32> = Mutex::new(0);
static STOP: AtomicU32 = AtomicU32::new(0);

fn main() {
    let inc = thread::spawn(|| {
        let mut count = LOCK.lock().unwrap();
        while STOP.load(SeqCst) == 0 {
            hint::spin_loop();
        }
        *count += 1;
        STOP.store(1, SeqCst);
    });
    let dec = thread::spawn(|| *LOCK.lock().unwrap() -= 1);
    inc.join().unwrap();
    dec.join().unwrap();
}

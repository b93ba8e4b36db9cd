//~ FAILS panic
//~ LINE `unsafe { COUNTER += step };` or `assert!(value == 0, "{value} is left");`
//~ OUTCOMES within 2: `0`, `panic: -1 is left`, `panic: 1 is left`
//! One counter under two locks: each worker acquires a different one.
// Where the numbers come from: as without a lock.

use std::sync::Mutex;
use std::thread;

static UP: Mutex<()> = Mutex::new(());
static DOWN: Mutex<()> = Mutex::new(());
static mut COUNTER: i64 = 0;

fn count(lock: &Mutex<()>, step: i64) {
    let _guard = lock.lock().unwrap();
    unsafe { COUNTER += step };
}

fn main() {
    let inc = thread::spawn(|| count(&UP, 1));
    let dec = thread::spawn(|| count(&DOWN, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = unsafe { COUNTER };
    println!("{value}");
    assert!(value == 0, "{value} is left");
}

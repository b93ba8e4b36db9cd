//~ FAILS data_race
//~ LINE `unsafe { NEWEST = 5 };`
//~ OUTCOMES within 2: `5`
//! Two threads write one value under two different locks.
// Where the numbers come from: it is the same value.

use std::sync::Mutex;
use std::thread;

static A: Mutex<()> = Mutex::new(());
static B: Mutex<()> = Mutex::new(());
static mut NEWEST: u32 = 0;

fn set(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap();
    unsafe { NEWEST = 5 };
}

fn main() {
    let other = thread::spawn(|| set(&A));
    set(&B);
    other.join().unwrap();
    let value = unsafe { NEWEST };
    println!("{value}");
    assert_eq!(value, 5);
}

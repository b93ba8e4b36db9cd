//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };` or `let writer = thread::spawn(|| unsafe { DATA = 7 });`
//~ OUTCOMES within 2: `0`, `7`
//! Main sleeps, then reads what the thread has written by then, or has not.
// How the numbers come about: a sleep orders nothing, and both values are fine
// with main.

use std::thread;
use std::time::Duration;

static mut DATA: u32 = 0;

fn main() {
    let writer = thread::spawn(|| unsafe { DATA = 7 });
    thread::sleep(Duration::from_secs(1));
    let data = unsafe { DATA };
    println!("{data}");
    assert!(data == 0 || data == 7);
    writer.join().unwrap();
}

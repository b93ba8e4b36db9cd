//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };` or `let writer = thread::spawn(|| unsafe { DATA = 7 });`
//~ OUTCOMES within 2: `0`, `7`
//! Main sleeps, then reads a value that the thread may not have written yet.
// Where the numbers come from: a sleep orders nothing, and main accepts both
// values.

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

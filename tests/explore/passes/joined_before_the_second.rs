//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `0`
//! The first thread has ended before the second is started.
// Where the numbers come from: no two threads run at the same time.

use std::thread;

static mut COUNTER: i64 = 0;

fn main() {
    let inc = thread::spawn(|| unsafe { COUNTER += 1 });
    inc.join().unwrap();
    let dec = thread::spawn(|| unsafe { COUNTER -= 1 });
    dec.join().unwrap();
    let value = unsafe { COUNTER };
    println!("{value}");
    assert_eq!(value, 0);
}

//! One thread counts a `static mut` up and another counts it down.

use std::thread;

static mut COUNTER: i64 = 0;

fn main() {
    let inc = thread::spawn(|| unsafe { COUNTER += 1 });
    let dec = thread::spawn(|| unsafe { COUNTER -= 1 });
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", unsafe { COUNTER });
}

//~ PASSES
//~ OUTCOMES within 2: `0 0`
//! Transfers both ways between two accounts, with one lock order.
// Where the numbers come from: one there, one back.

use std::sync::Mutex;
use std::thread;

static A: Mutex<i64> = Mutex::new(0);
static B: Mutex<i64> = Mutex::new(0);

fn transfer(amount: i64) {
    let mut a = A.lock().unwrap();
    let mut b = B.lock().unwrap();
    *a -= amount;
    *b += amount;
}

fn main() {
    let there = thread::spawn(|| transfer(1));
    let back = thread::spawn(|| transfer(-1));
    there.join().unwrap();
    back.join().unwrap();
    let (a, b) = (*A.lock().unwrap(), *B.lock().unwrap());
    println!("{a} {b}");
    assert_eq!((a, b), (0, 0));
}

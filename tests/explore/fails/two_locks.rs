//~ FAILS deadlock
//~ LINE `let mut to = ACCOUNTS[to].lock().unwrap();`
//~ OUTCOMES within 2: `0`, `Deadlock`
//! Two locks are acquired in opposite order.
// Where the numbers come from: each thread holds its first lock and is blocked
// on the other's.

use std::sync::Mutex;
use std::thread;

static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

fn transfer(from: usize, to: usize) {
    let mut from = ACCOUNTS[from].lock().unwrap();
    let mut to = ACCOUNTS[to].lock().unwrap();
    *from -= 1;
    *to += 1;
}

fn main() {
    let there = thread::spawn(|| transfer(0, 1));
    let back = thread::spawn(|| transfer(1, 0));
    there.join().unwrap();
    back.join().unwrap();
    let left = *ACCOUNTS[0].lock().unwrap();
    println!("{left}");
    assert_eq!(left, 0);
}

//~ PASSES
//~ OUTCOMES within 2: `0`
//! Locks are acquired in opposite order; a thread that fails to lock the second
//! releases the first.
// Where the numbers come from: each moves one only when it holds both locks.

use std::sync::Mutex;
use std::thread;

static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

fn transfer(from: usize, to: usize) {
    loop {
        let mut from = ACCOUNTS[from].lock().unwrap();
        if let Ok(mut to) = ACCOUNTS[to].try_lock() {
            *from -= 1;
            *to += 1;
            return;
        }
        drop(from);
        thread::yield_now();
    }
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

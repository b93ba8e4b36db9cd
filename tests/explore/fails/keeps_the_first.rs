//~ FAILS livelock
//~ LINE `if let Ok(mut to) = ACCOUNTS[to].try_lock() {` or `hint::spin_loop();` or `loop {`
//~ OUTCOMES within 1: `0`, `Livelock`
//! Locks are acquired in opposite order; a thread that fails to lock the second
//! keeps the first and tries again.
// Where the numbers come from: each thread holds its first lock, or one holds both.

use std::sync::Mutex;
use std::{hint, thread};

static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

fn transfer(from: usize, to: usize) {
    let mut from = ACCOUNTS[from].lock().unwrap();
    loop {
        if let Ok(mut to) = ACCOUNTS[to].try_lock() {
            *from -= 1;
            *to += 1;
            return;
        }
        hint::spin_loop();
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

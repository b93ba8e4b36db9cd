//! Two locks in opposite order; a thread that fails to lock the second releases the first and tries again.

use std::sync::Mutex;
use std::thread;

static LOCKS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

fn transfer(from: usize, to: usize) {
    loop {
        let mut from = LOCKS[from].lock().unwrap();
        if let Ok(mut to) = LOCKS[to].try_lock() {
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
    println!("{}", *LOCKS[0].lock().unwrap() + *LOCKS[1].lock().unwrap());
}

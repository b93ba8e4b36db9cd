//! Two locks, acquired in opposite order: a deadlock.

use std::sync::{Arc, Mutex};
use std::thread;

type Account = Arc<Mutex<i64>>;

fn transfer(from: &Account, to: &Account) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= 1;
    *to += 1;
}

fn main() {
    let (a, b) = (Account::default(), Account::default());
    let other = thread::spawn({
        let (a, b) = (Arc::clone(&a), Arc::clone(&b));
        move || transfer(&a, &b)
    });
    transfer(&b, &a);
    other.join().unwrap();
    let sum = *a.lock().unwrap() + *b.lock().unwrap();
    assert_eq!(sum, 0);
}

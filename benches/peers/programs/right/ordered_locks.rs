//! Two locks, acquired in one order.

use std::sync::{Arc, Mutex};
use std::thread;

type Account = Arc<Mutex<i64>>;

fn transfer(a: &Account, b: &Account, amount: i64) {
    let mut a = a.lock().unwrap();
    let mut b = b.lock().unwrap();
    *a -= amount;
    *b += amount;
}

fn main() {
    let (a, b) = (Account::default(), Account::default());
    let other = thread::spawn({
        let (a, b) = (Arc::clone(&a), Arc::clone(&b));
        move || transfer(&a, &b, 1)
    });
    transfer(&a, &b, -1);
    other.join().unwrap();
    let sum = *a.lock().unwrap() + *b.lock().unwrap();
    assert_eq!(sum, 0);
}

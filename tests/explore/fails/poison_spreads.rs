//~ FAILS panic
//~ LINE `let mut stock = STOCK.lock().expect("lock");` or `*stock = stock.checked_sub(1).expect("nothing left");`
//! Two buyers and nothing to buy: the first panics and poisons the lock for the
//! other and for main.

use std::sync::Mutex;
use std::thread;

static STOCK: Mutex<u32> = Mutex::new(0);

fn buy() {
    let mut stock = STOCK.lock().expect("lock");
    *stock = stock.checked_sub(1).expect("nothing left");
}

fn main() {
    let buyers = [thread::spawn(buy), thread::spawn(buy)];
    let bought = buyers.map(|buyer| buyer.join().is_ok());
    let left = STOCK.lock().map_or(99, |stock| *stock);
    println!("{left}");
    assert_eq!((bought, left), ([false, false], 0));
}

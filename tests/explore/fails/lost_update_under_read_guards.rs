//~ FAILS panic
//~ LINE `VALUE.store(value + 1, SeqCst);`
//~ OUTCOMES within 1: `2`, `panic: assertion failed: VALUE.load(SeqCst) == 2`
//! Two readers do not keep each other out, and each of them writes.
// How the numbers come about: one after the other they come to 2; who is
// interrupted between load and store writes over what the other one wrote.

use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static DOOR: RwLock<()> = RwLock::new(());
static VALUE: AtomicI64 = AtomicI64::new(0);

fn add() {
    let _inside = DOOR.read().unwrap();
    let value = VALUE.load(SeqCst);
    VALUE.store(value + 1, SeqCst);
}

fn main() {
    let one = thread::spawn(add);
    let other = thread::spawn(add);
    one.join().unwrap();
    other.join().unwrap();
    assert!(VALUE.load(SeqCst) == 2);
    println!("2");
}

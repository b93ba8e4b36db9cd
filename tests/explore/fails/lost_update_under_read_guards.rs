//~ FAILS panic
//~ LINE `VALUE.store(value + 1, SeqCst);`
//~ OUTCOMES within 1: `2`, `panic: assertion failed: VALUE.load(SeqCst) == 2`
//! Two read guards do not exclude each other, and each thread writes.
// Where the numbers come from: one after the other they come to 2; a thread
// preempted between load and store overwrites the other's update.

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

//~ FAILS panic
//~ LINE `VALUE.store(value + 1, SeqCst);`
//~ OUTCOMES within 1: `2`, `panic: assertion failed: VALUE.load(SeqCst) == 2`
//! The same with a shared lock on a file.
// Where the numbers come from: as in lost_update_under_read_guards.rs.

use std::fs::File;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static VALUE: AtomicI64 = AtomicI64::new(0);

fn add() {
    let door = File::open("door").unwrap();
    door.lock_shared().unwrap();
    let value = VALUE.load(SeqCst);
    VALUE.store(value + 1, SeqCst);
    door.unlock().unwrap();
}

fn main() {
    File::create("door").unwrap();
    let one = thread::spawn(add);
    let other = thread::spawn(add);
    one.join().unwrap();
    other.join().unwrap();
    assert!(VALUE.load(SeqCst) == 2);
    println!("2");
}

//~ FAILS deadlock
//! The deadlock is the failure, not the panic that was caught before it.

use std::sync::Mutex;
use std::{panic, thread};

static ONE: Mutex<u32> = Mutex::new(0);
static TWO: Mutex<u32> = Mutex::new(0);

fn add(first: &Mutex<u32>, second: &Mutex<u32>) {
    let caught = panic::catch_unwind(|| panic!("expected"));
    assert!(caught.is_err());
    let mut first = first.lock().unwrap();
    let mut second = second.lock().unwrap();
    *first += 1;
    *second += 1;
}

fn main() {
    let one = thread::spawn(|| add(&ONE, &TWO));
    let two = thread::spawn(|| add(&TWO, &ONE));
    one.join().unwrap();
    two.join().unwrap();
}

//~ FAILS deadlock
//~ LINE `OPENED.notify_one();`
//~ OUTCOMES within 1: `Deadlock`, `through`
//! One notification for two waiting threads: the other waits forever.
// Where the numbers come from: it passes when at most one thread waits by then.

use std::sync::{Condvar, Mutex};
use std::thread;

static OPEN: Mutex<bool> = Mutex::new(false);
static OPENED: Condvar = Condvar::new();

fn pass() {
    let mut open = OPEN.lock().unwrap();
    while !*open {
        open = OPENED.wait(open).unwrap();
    }
}

fn main() {
    let threads = [thread::spawn(pass), thread::spawn(pass)];
    *OPEN.lock().unwrap() = true;
    OPENED.notify_one();
    let well = threads.map(|thread| thread.join().is_ok());
    println!("through");
    assert_eq!(well, [true, true]);
}

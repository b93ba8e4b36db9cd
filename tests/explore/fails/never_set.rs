//~ FAILS deadlock
//~ LINE `let reads = thread::spawn(|| *CELL.wait());`
//~ OUTCOMES within 2: `1`, `Deadlock`
//! A thread waits for a value that main sets only if its `try_lock` succeeded.
// Where the numbers come from: main's `try_lock` fails only in the other
// thread's critical section.

use std::sync::{Mutex, OnceLock};
use std::thread;

static CELL: OnceLock<u32> = OnceLock::new();
static LOCK: Mutex<()> = Mutex::new(());

fn main() {
    let locks = thread::spawn(|| drop(LOCK.lock()));
    let reads = thread::spawn(|| *CELL.wait());
    if LOCK.try_lock().is_ok() {
        CELL.set(1).unwrap();
    }
    let value = reads.join().unwrap();
    println!("{value}");
    assert!(locks.join().is_ok() && value == 1);
}

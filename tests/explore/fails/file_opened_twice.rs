//~ FAILS deadlock
//~ LINE `again.lock_exclusive().unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! One thread opens the lock file twice: locking the second handle blocks on the first.
// Where the numbers come from: the first thread to lock blocks on itself.

use fs2::FileExt;
use std::fs::File;
use std::thread;

fn work() {
    let lock = File::create("lock").unwrap();
    lock.lock_exclusive().unwrap();
    let again = File::open("lock").unwrap();
    again.lock_exclusive().unwrap();
}

fn main() {
    let other = thread::spawn(work);
    work();
    let well = other.join().is_ok();
    assert!(well);
}

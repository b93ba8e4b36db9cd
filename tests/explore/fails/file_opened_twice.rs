//~ FAILS deadlock
//~ LINE `again.lock_exclusive().unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! A second opening of the lock file waits for the first, in the same thread.
// How the numbers come about: whoever is first waits for itself.

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

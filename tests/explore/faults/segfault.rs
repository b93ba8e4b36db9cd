//~ FAILS signal
//! Writes to an address that belongs to no allocation.

use std::thread;

fn main() {
    let writes = thread::spawn(|| unsafe { (8 as *mut u64).write_volatile(1) });
    assert!(writes.join().is_ok());
}

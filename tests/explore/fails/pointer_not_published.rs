//~ FAILS signal
//! The thread uses the address before it is published: address 8 belongs to no allocation.

use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::thread;

static ADDRESS: AtomicUsize = AtomicUsize::new(8);

fn main() {
    let reader = thread::spawn(|| {
        let address = ADDRESS.load(Acquire) as *const u64;
        unsafe { address.read() }
    });
    let value = Box::new(5);
    ADDRESS.store(&raw const *value as usize, Release);
    assert_eq!(reader.join().unwrap(), 5);
}

//~ FAILS use_after_free
//~ LINE `drop(unsafe { Box::from_raw(address as *mut [u64; 9]) });`
//! The same with an address that is passed as a number, and a block that is never written to.

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

static ADDRESS: AtomicUsize = AtomicUsize::new(0);

fn take() {
    let address = ADDRESS.load(SeqCst);
    if address != 0 {
        ADDRESS.store(0, SeqCst);
        drop(unsafe { Box::from_raw(address as *mut [u64; 9]) });
    }
}

fn main() {
    let threads = [(); 2].map(|()| thread::spawn(take));
    ADDRESS.store(Box::into_raw(Box::new(MaybeUninit::<[u64; 9]>::uninit())) as usize, SeqCst);
    threads.map(|thread| thread.join().unwrap());
}

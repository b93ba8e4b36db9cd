//~ FAILS use_after_free, data_race
//~ LINE `drop(unsafe { Box::from_raw(self.0) });`
//! A thread that finds no owner left frees the memory: two threads can find that.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

#[derive(Clone, Copy)]
struct Pointer(*mut u64);
unsafe impl Send for Pointer {}

static OWNERS: AtomicU32 = AtomicU32::new(2);

impl Pointer {
    fn let_go(self) {
        unsafe { self.0.read() };
        OWNERS.fetch_sub(1, SeqCst);
        if OWNERS.load(SeqCst) == 0 {
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

fn main() {
    let pointer = Pointer(Box::into_raw(Box::new(7)));
    let other = thread::spawn(move || pointer.let_go());
    pointer.let_go();
    other.join().unwrap();
}

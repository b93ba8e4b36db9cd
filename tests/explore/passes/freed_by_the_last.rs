//~ PASSES
//! Memory that threads share is freed by the last of them, or after all of them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread;

#[derive(Clone, Copy)]
struct Pointer(*mut u64);
unsafe impl Send for Pointer {}

static OWNERS: AtomicU32 = AtomicU32::new(2);

impl Pointer {
    fn let_go(self) {
        unsafe { self.0.read() };
        if OWNERS.fetch_sub(1, Ordering::AcqRel) == 1 {
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

fn main() {
    let pointer = Pointer(Box::into_raw(Box::new(7)));
    let other = thread::spawn(move || pointer.let_go());
    pointer.let_go();
    other.join().unwrap();

    let (sender, receiver) = channel();
    let other = thread::spawn(move || {
        for number in 0..2 {
            sender.send(vec![number; 3]).unwrap();
        }
    });
    let sum: u64 = receiver.iter().map(|numbers| numbers.iter().sum::<u64>()).sum();
    assert_eq!(sum, 3);
    other.join().unwrap();
}

//~ PASSES
//! The thread that takes the pointer out by an exchange is the only one to free it, as is a message's receiver.

use std::sync::atomic::{AtomicPtr, Ordering::AcqRel};
use std::sync::mpsc::channel;
use std::{ptr, thread};

static SHARED: AtomicPtr<u64> = AtomicPtr::new(ptr::null_mut());

fn take() {
    let shared = SHARED.swap(ptr::null_mut(), AcqRel);
    if !shared.is_null() {
        drop(unsafe { Box::from_raw(shared) });
    }
}

fn main() {
    let (sender, receiver) = channel();
    SHARED.store(Box::into_raw(Box::new(7)), std::sync::atomic::Ordering::Release);
    let other = thread::spawn(move || {
        take();
        drop(receiver.recv());
    });
    sender.send(vec![1, 2, 3]).unwrap();
    take();
    other.join().unwrap();
}

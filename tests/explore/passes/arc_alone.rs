//~ PASSES
//! A thread that learns from its `Arc` that it is the only owner may use the data: no `join` is needed.

use std::cell::UnsafeCell;
use std::sync::{Arc, Weak};
use std::thread;

struct Shared(UnsafeCell<u32>);
unsafe impl Sync for Shared {}

impl Shared {
    fn new() -> Arc<Shared> {
        Arc::new(Shared(UnsafeCell::new(0)))
    }

    fn add(&self) {
        unsafe { *self.0.get() += 1 };
    }
}

fn main() {
    // The last owner has the data to itself, however it learns that it is the last.
    let mut shared = Shared::new();
    let other = {
        let shared = Arc::clone(&shared);
        thread::spawn(move || shared.add())
    };
    if let Some(alone) = Arc::get_mut(&mut shared) {
        assert_eq!(*alone.0.get_mut(), 1);
    }
    match Arc::try_unwrap(shared) {
        Ok(mut alone) => assert_eq!(*alone.0.get_mut(), 1),
        Err(shared) => drop(shared),
    }
    other.join().unwrap();

    // Of two threads that drop their `Arc`, one is the last owner.
    let shared = Shared::new();
    let other = {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            shared.add();
            Arc::into_inner(shared)
        })
    };
    let mine = Arc::into_inner(shared);
    let theirs = other.join().unwrap();
    assert_eq!(u32::from(mine.is_some()) + u32::from(theirs.is_some()), 1);

    // Upgrading a weak owner gives the data, or the data is gone.
    let shared = Shared::new();
    let weak = Arc::downgrade(&shared);
    let other = thread::spawn(move || Weak::upgrade(&weak).is_some());
    drop(shared);
    other.join().unwrap();
}

//~ PASSES
//! Caught, joined, or in a thread whose result is checked: none of these panics is worth a note.

use std::sync::Mutex;
use std::{panic, thread};

static LOCK: Mutex<u32> = Mutex::new(0);

fn main() {
    let caught = thread::spawn(|| panic::catch_unwind(|| panic!("caught")).is_err());
    let joined = thread::spawn(|| {
        let _guard = LOCK.lock().unwrap();
        panic!("joined");
    });
    assert!(caught.join().unwrap());
    assert!(joined.join().is_err());
    assert!(LOCK.is_poisoned());
    panic::set_hook(Box::new(|_| ()));
    assert!(panic::catch_unwind(|| panic!("not printed")).is_err());
    let _ = panic::take_hook();
}

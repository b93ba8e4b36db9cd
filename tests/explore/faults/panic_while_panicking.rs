//~ FAILS signal, panic
//! A destructor panics while a panic unwinds: the program is aborted.

use std::thread;

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in the destructor");
    }
}

fn main() {
    let thread = thread::spawn(|| {
        let _bomb = Bomb;
        panic!("in the thread");
    });
    assert!(thread.join().is_err());
}

//~ FAILS signal
//! Stops its own process, in one of two threads.

use std::thread;

unsafe extern "C" {
    fn raise(signal: i32) -> i32;
}

fn main() {
    let stops = thread::spawn(|| unsafe { raise(19) });
    assert_eq!(stops.join().unwrap(), 0);
}

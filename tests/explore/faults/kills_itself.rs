//~ FAILS signal
//! Sends itself SIGKILL, which cannot be handled.

use std::thread;

unsafe extern "C" {
    fn getpid() -> i32;
    fn kill(process: i32, signal: i32) -> i32;
}

fn main() {
    let kills = thread::spawn(|| unsafe { kill(getpid(), 9) });
    assert!(kills.join().is_ok());
}

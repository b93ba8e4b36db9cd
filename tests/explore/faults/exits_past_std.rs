//~ FAILS exit_code
//! A thread ends the program by a system call of its own, without std.

use std::thread;

unsafe extern "C" {
    fn _exit(code: i32) -> !;
}

fn main() {
    let exits = thread::spawn(|| unsafe { _exit(5) });
    assert!(exits.join().is_ok());
}

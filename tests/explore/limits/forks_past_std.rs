//~ NOT_RUN `fork`
//~ LINE `let child = unsafe { fork() };`
//! Forks by a system call of its own; the child ends at once, the parent continues.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{ptr, thread};

unsafe extern "C" {
    fn fork() -> i32;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(code: i32) -> !;
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    let child = unsafe { fork() };
    if child == 0 {
        unsafe { _exit(0) };
    }
    let other = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
    COUNTER.fetch_add(1, SeqCst);
    other.join().unwrap();
    assert_eq!(unsafe { waitpid(child, ptr::null_mut(), 0) }, child);
    assert_eq!(COUNTER.load(SeqCst), 2);
}

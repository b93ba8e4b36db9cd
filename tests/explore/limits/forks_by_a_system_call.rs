//~ NOT_RUN processes made past std (`fork`, `clone`)
//~ LINE `unsafe { syscall(NUMBER, CHILD_TELLS, 0, 0, 0, 0) };`
//! A thread forks by a system call, without std and the C library's `fork`, each
//! child in its own session. If these forks succeeded, there would be 64 of them.

use std::thread;

unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
    fn setsid() -> i32;
}

/// clone(2), and SIGCHLD.
const NUMBER: i64 = if cfg!(target_arch = "x86_64") { 56 } else { 220 };
const CHILD_TELLS: i64 = 17;

fn main() {
    let forks = thread::spawn(|| {
        for _ in 0..6 {
            unsafe { syscall(NUMBER, CHILD_TELLS, 0, 0, 0, 0) };
            unsafe { setsid() };
        }
    });
    forks.join().unwrap();
}

//~ FAILS signal
//! Sends its executor the signal of a crash.

unsafe extern "C" {
    fn getppid() -> i32;
    fn syscall(number: i64, ...) -> i64;
}

/// Without the C library's own function.
const KILL: i64 = if cfg!(target_arch = "x86_64") { 62 } else { 129 };

fn main() {
    unsafe { syscall(KILL, getppid(), 11) };
    loop {
        std::thread::yield_now();
    }
}

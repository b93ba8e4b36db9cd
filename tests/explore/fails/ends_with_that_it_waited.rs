//~ FAILS exit_code

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);
static mut STARTED: bool = false;

/// Only the exit code tells whether it had to wait.
fn main() -> ExitCode {
    thread::spawn(|| READY.store(true, SeqCst));
    unsafe { STARTED = true };
    let mut code = ExitCode::SUCCESS;
    while !READY.load(SeqCst) {
        code = ExitCode::from(3);
    }
    code
}

//~ FAILS exit_code
//~ OUTCOMES within 2: `0`, `Exited { code: 2 }`
//! Main says with its exit code that an update was lost.
// How the numbers come about: as with every load and store apart.

use std::process::ExitCode;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
}

fn main() -> ExitCode {
    let other = thread::spawn(|| count(1));
    count(-1);
    other.join().unwrap();
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    if value == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}

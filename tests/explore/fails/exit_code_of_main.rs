//~ FAILS exit_code
//~ OUTCOMES within 2: `0`, `Exited { code: 2 }`
//! Main returns an exit code that says that an update was lost.
// Where the numbers come from: load and store are two steps, as in load_then_store.rs.

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

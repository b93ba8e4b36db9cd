//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };` or `unsafe { DATA = 42 };`
//~ OUTCOMES within 2: `42`, `early`
//~ EXECUTIONS within 1: 3
//! Data published through a relaxed flag: nothing orders the write before the read.
// Where the numbers come from: main has 2 steps before it waits: the write, the
// store. No preemption: 1; one, before each of them: 1 each. One task at a time
// the value is always right.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        if !READY.load(Relaxed) {
            return println!("early");
        }
        let data = unsafe { DATA };
        println!("{data}");
        assert_eq!(data, 42);
    });
    unsafe { DATA = 42 };
    READY.store(true, Relaxed);
    reader.join().unwrap();
}

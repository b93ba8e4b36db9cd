//! Data published through a flag, release and acquire.

use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| if READY.load(Acquire) { unsafe { DATA } } else { 42 });
    unsafe { DATA = 42 };
    READY.store(true, Release);
    println!("{}", reader.join().unwrap());
}

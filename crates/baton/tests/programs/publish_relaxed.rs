//! Data published through a relaxed flag.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| if READY.load(Relaxed) { unsafe { DATA } } else { 42 });
    unsafe { DATA = 42 };
    READY.store(true, Relaxed);
    println!("{}", reader.join().unwrap());
}

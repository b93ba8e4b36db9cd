//~ FAILS panic
//~ LINE `FLAG.compare_exchange_weak(false, true, SeqCst, SeqCst).is_ok()`
//~ OUTCOMES within 2: `won`
//~ STALE within 2: `panic: assertion failed: won`, `won`
//! `compare_exchange_weak` may fail although the value is the expected one: std says "this function is allowed to spuriously fail
//! even when the comparison succeeds". It belongs into a loop.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static FLAG: AtomicBool = AtomicBool::new(false);

fn raise() -> bool {
    FLAG.compare_exchange_weak(false, true, SeqCst, SeqCst).is_ok()
}

fn main() {
    let won = thread::spawn(raise).join().unwrap();
    assert!(won);
    println!("won");
}

//~ FAILS time_limit
//! Main spins on a value that a detached thread would set, but that thread runs forever.

use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| {
        loop {
            black_box(1);
        }
    });
    while !READY.load(SeqCst) {
        spin_loop();
    }
}

//~ FAILS livelock
//~ LINE `while HELD.swap(true, SeqCst) {` or `hint::spin_loop();`
//~ OUTCOMES within 1: `Livelock`
//! A hand-made lock with `swap` that is never released.
// Where the numbers come from: the first thread holds it forever, the second spins.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{hint, thread};

static HELD: AtomicBool = AtomicBool::new(false);

fn enter() {
    while HELD.swap(true, SeqCst) {
        hint::spin_loop();
    }
}

fn main() {
    let threads = [thread::spawn(enter), thread::spawn(enter)];
    threads.map(|thread| thread.join().unwrap());
    assert!(HELD.load(SeqCst));
}

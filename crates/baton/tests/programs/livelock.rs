//! Two threads that wait for each other in loops.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static A: AtomicBool = AtomicBool::new(false);
static B: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            while !B.load(SeqCst) {
                std::hint::spin_loop();
            }
            A.store(true, SeqCst);
        });
        scope.spawn(|| {
            while !A.load(SeqCst) {
                thread::yield_now();
            }
            B.store(true, SeqCst);
        });
    });
    println!("done");
}

//! A barrier: both threads have counted before either reads.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static BARRIER: Barrier = Barrier::new(2);
static COUNT: AtomicU32 = AtomicU32::new(0);

fn main() {
    let run = || {
        COUNT.fetch_add(1, SeqCst);
        let leader = BARRIER.wait().is_leader();
        (COUNT.load(SeqCst), leader)
    };
    let a = thread::spawn(run);
    let b = run();
    let a = a.join().unwrap();
    println!("{} {} {}", a.0, b.0, a.1 != b.1);
}

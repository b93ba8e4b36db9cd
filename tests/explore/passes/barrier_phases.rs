//~ PASSES
//~ OUTCOMES within 2: `2 2 1`
//! A barrier used twice: all threads have counted before any of them reads, and
//! have read before any continues.
// Where the numbers come from: both read 2, and one of the two completes the
// first barrier.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static BARRIER: Barrier = Barrier::new(2);
static COUNT: AtomicU32 = AtomicU32::new(0);

fn run() -> (u32, bool) {
    COUNT.fetch_add(1, SeqCst);
    let leads = BARRIER.wait().is_leader();
    let seen = COUNT.load(SeqCst);
    BARRIER.wait();
    COUNT.fetch_add(1, SeqCst);
    (seen, leads)
}

fn main() {
    let other = thread::spawn(run);
    let mine = run();
    let other = other.join().unwrap();
    let leaders = u32::from(mine.1) + u32::from(other.1);
    println!("{} {} {leaders}", mine.0, other.0);
    assert_eq!((mine.0, other.0, leaders), (2, 2, 1));
}

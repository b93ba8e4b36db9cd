//~ PASSES
//~ OUTCOMES within 2: `01`, `10`, `11`
//~ STALE within 2: `01`, `10`, `11`
//! Main and a thread each set a flag and read the other's, with a SeqCst fence in between: one sees the other's.
// Where the numbers come from: as in store_buffering.rs. One of the two fences
// comes first, and what was stored before it is seen after the other one.

use std::sync::atomic::{AtomicI64, Ordering::*, fence};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let other = thread::spawn(|| {
        Y.store(1, Relaxed);
        fence(SeqCst);
        X.load(Relaxed)
    });
    X.store(1, Relaxed);
    fence(SeqCst);
    let mine = Y.load(Relaxed);
    let other = other.join().unwrap();
    println!("{mine}{other}");
    assert!(mine + other > 0);
}

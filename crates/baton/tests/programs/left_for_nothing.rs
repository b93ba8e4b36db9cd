//! Two locks, one after the other. Who is let go just to wait for a lock is left again without a preemption: what comes of
//! that within a bound is more than what steps in another order come to.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Mutex, RwLock};
use std::thread;

static FIRST: Mutex<()> = Mutex::new(());
static SECOND: RwLock<()> = RwLock::new(());
static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let one = thread::spawn(|| {
        let guard = FIRST.lock().unwrap();
        let y = Y.fetch_add(1, SeqCst);
        drop(guard);
        let _guard = SECOND.write().unwrap();
        (y, X.load(SeqCst))
    });
    let other = thread::spawn(|| {
        let guard = SECOND.write().unwrap();
        let first = Y.fetch_add(1, SeqCst);
        let second = Y.fetch_add(3, SeqCst);
        drop(guard);
        let _guard = FIRST.lock().unwrap();
        Y.store(first + 2, SeqCst);
        X.store(second + 1, SeqCst);
        (first, second)
    });
    let (one, other) = (one.join().unwrap(), other.join().unwrap());
    println!("{one:?} {other:?} {} {}", X.load(SeqCst), Y.load(SeqCst));
}

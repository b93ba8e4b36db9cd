//! Two locks, one after the other. A thread that is resumed only to block on a lock is left again
//! without a preemption: within a bound this allows more outcomes than the steps in another order would.

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

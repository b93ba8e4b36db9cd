//~ PASSES
//~ OUTCOMES within 2: `1`
//! A semaphore made of a lock and a condition variable, with one permit.
// Where the numbers come from: at most one thread is inside, and one was.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

static PERMITS: Mutex<u32> = Mutex::new(1);
static RELEASED: Condvar = Condvar::new();
static INSIDE: AtomicU32 = AtomicU32::new(0);
static MOST: AtomicU32 = AtomicU32::new(0);

fn work() {
    let mut permits = RELEASED
        .wait_while(PERMITS.lock().unwrap(), |left| *left == 0)
        .unwrap();
    *permits -= 1;
    drop(permits);
    MOST.fetch_max(INSIDE.fetch_add(1, SeqCst) + 1, SeqCst);
    INSIDE.fetch_sub(1, SeqCst);
    *PERMITS.lock().unwrap() += 1;
    RELEASED.notify_one();
}

fn main() {
    let other = thread::spawn(work);
    work();
    other.join().unwrap();
    let most = MOST.load(SeqCst);
    println!("{most}");
    assert_eq!(most, 1);
}

//~ PASSES
//~ OUTCOMES within 2: `0 3`, `1 3`, `2 3`, `3 3`
//~ STALE within 2: `0 3`, `1 3`, `2 3`, `3 3`
//! Relaxed loads after a join and under a lock read the newest value.
// Where the numbers come from: under the lock main sees 0, or what one or both
// of the threads have added: 1, 2, or 3. After the joins it sees both.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static SUM: AtomicI64 = AtomicI64::new(0);

fn add(number: i64) {
    let _guard = LOCK.lock().unwrap();
    SUM.store(SUM.load(Relaxed) + number, Relaxed);
}

fn main() {
    let one = thread::spawn(|| add(1));
    let two = thread::spawn(|| add(2));
    let early = {
        let _guard = LOCK.lock().unwrap();
        SUM.load(Relaxed)
    };
    one.join().unwrap();
    two.join().unwrap();
    let late = SUM.load(Relaxed);
    println!("{early} {late}");
    assert_eq!(late, 3);
}

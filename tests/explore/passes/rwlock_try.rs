//~ PASSES
//~ OUTCOMES within 2: `true false true`
//! While main holds a read lock, another thread can read and cannot write.
// Where the numbers come from: main holds its read lock until the thread has
// ended, and no lock is held afterwards.

use std::sync::RwLock;
use std::thread;

static LOCK: RwLock<u32> = RwLock::new(0);

fn main() {
    let reading = LOCK.read().unwrap();
    let tries = thread::spawn(|| {
        let reads = LOCK.try_read().is_ok();
        let writes = LOCK.try_write().is_ok();
        (reads, writes)
    });
    let (reads, writes) = tries.join().unwrap();
    drop(reading);
    let later = LOCK.try_write().is_ok();
    println!("{reads} {writes} {later}");
    assert!(reads && !writes && later);
}

//~ PASSES
//~ OUTCOMES within 2: `true 1`, `false 1`, `true 0`, `false 0`
//! While a writer waits, `try_read` fails although only a reader holds the lock. Once it is free, a reader can be first.

use std::sync::RwLock;
use std::thread;

static LOCK: RwLock<u32> = RwLock::new(0);

fn main() {
    let writer = thread::spawn(|| *LOCK.write().unwrap() = 1);
    let first = LOCK.read().unwrap();
    let other = thread::spawn(|| LOCK.try_read().is_ok());
    let got = other.join().unwrap();
    drop(first);
    let reader = thread::spawn(|| *LOCK.read().unwrap());
    println!("{got} {}", reader.join().unwrap());
    writer.join().unwrap();
}

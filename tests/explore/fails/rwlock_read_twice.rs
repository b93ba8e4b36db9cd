//~ FAILS deadlock
//~ LINE `let again = LOCK.read().unwrap();`
//~ OUTCOMES within 2: `Deadlock`, `(0, 0) 1`, `(1, 1) 1`
//! A reader locks again while a writer waits: the writer is blocked on the reader, the reader on the writer.

use std::sync::RwLock;
use std::thread;

static LOCK: RwLock<u32> = RwLock::new(0);

fn main() {
    let writer = thread::spawn(|| *LOCK.write().unwrap() += 1);
    let pair = {
        let first = LOCK.read().unwrap();
        let again = LOCK.read().unwrap();
        (*first, *again)
    };
    writer.join().unwrap();
    println!("{pair:?} {}", LOCK.read().unwrap());
}

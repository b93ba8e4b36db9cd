//~ PASSES
//~ OUTCOMES within 2: `false true`
//! A panic while reading poisons nothing, a panic while writing does.
// Where the numbers come from: each of the two locks is used by one thread.

use std::sync::RwLock;
use std::thread;

static READ: RwLock<u32> = RwLock::new(0);
static WRITTEN: RwLock<u32> = RwLock::new(0);

fn main() {
    let reader = thread::spawn(|| {
        let _guard = READ.read().unwrap();
        panic!("while reading");
    });
    let writer = thread::spawn(|| {
        let _guard = WRITTEN.write().unwrap();
        panic!("while writing");
    });
    assert!(reader.join().is_err() & writer.join().is_err());
    let poisoned = (READ.is_poisoned(), WRITTEN.is_poisoned());
    println!("{} {}", poisoned.0, poisoned.1);
    assert_eq!(poisoned, (false, true));
}

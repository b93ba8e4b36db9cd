//! Readers of a lock and sharers of a file lock, which do not exclude each other, and a writer, which excludes both.

use std::fs::File;
use std::sync::RwLock;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static DOOR: RwLock<()> = RwLock::new(());
static X: AtomicI64 = AtomicI64::new(0);

fn add(number: i64) -> i64 {
    let value = X.load(SeqCst);
    X.store(value + number, SeqCst);
    value
}

fn main() {
    File::create("door").unwrap();
    let reader = thread::spawn(|| {
        let _inside = DOOR.read().unwrap();
        add(1)
    });
    let sharer = thread::spawn(|| {
        let door = File::open("door").unwrap();
        door.lock_shared().unwrap();
        let value = add(2);
        door.unlock().unwrap();
        value
    });
    let both = {
        let _inside = DOOR.read().unwrap();
        let door = File::open("door").unwrap();
        door.lock_shared().unwrap();
        add(4)
    };
    let writer = {
        let _inside = DOOR.write().unwrap();
        add(8)
    };
    let (reader, sharer) = (reader.join().unwrap(), sharer.join().unwrap());
    println!("{reader} {sharer} {both} {writer} {}", X.load(SeqCst));
}

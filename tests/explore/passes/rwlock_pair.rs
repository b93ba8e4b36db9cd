//~ PASSES
//~ OUTCOMES within 2: `true true`
//! A reader never sees half of a write.
// Where the numbers come from: main and a thread read both halves under one
// lock.

use std::sync::RwLock;
use std::thread;

static PAIR: RwLock<(i32, i32)> = RwLock::new((0, 0));

fn is_whole() -> bool {
    let pair = PAIR.read().unwrap();
    pair.0 == pair.1
}

fn main() {
    let reader = thread::spawn(is_whole);
    let writer = thread::spawn(|| {
        let mut pair = PAIR.write().unwrap();
        pair.0 += 1;
        pair.1 += 1;
    });
    let mine = is_whole();
    let other = reader.join().unwrap();
    writer.join().unwrap();
    println!("{mine} {other}");
    assert!(mine && other);
}

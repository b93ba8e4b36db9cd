//! Two readers and a writer.

use std::sync::RwLock;
use std::thread;

static PAIR: RwLock<(i32, i32)> = RwLock::new((0, 0));

fn main() {
    let reads = || {
        let pair = PAIR.read().unwrap();
        pair.0 == pair.1
    };
    let a = thread::spawn(reads);
    let b = thread::spawn(reads);
    {
        let mut pair = PAIR.write().unwrap();
        pair.0 += 1;
        pair.1 += 1;
    }
    println!("{} {}", a.join().unwrap(), b.join().unwrap());
}

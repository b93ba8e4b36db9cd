//! A counter under a lock, two rounds each.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);

fn main() {
    let count = |step: i64| {
        move || {
            for _ in 0..2 {
                *COUNTER.lock().unwrap() += step;
            }
        }
    };
    let inc = thread::spawn(count(1));
    let dec = thread::spawn(count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.lock().unwrap());
}

//! A thread that is unparked before or after it parks continues either way.

use std::thread;

fn main() {
    let parked = thread::spawn(|| {
        thread::park();
        "on"
    });
    parked.thread().unpark();
    println!("{}", parked.join().unwrap());
}

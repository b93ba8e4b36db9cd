//! Unparked before or after it parks: it goes on.

use std::thread;

fn main() {
    let parked = thread::spawn(|| {
        thread::park();
        "on"
    });
    parked.thread().unpark();
    println!("{}", parked.join().unwrap());
}

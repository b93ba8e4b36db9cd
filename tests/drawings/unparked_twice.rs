//! A thread has one token at most: the second `unpark` changes nothing.

use std::thread;
fn main() {
    let sleeper = thread::spawn(|| {
        thread::park();
        thread::park();
    });
    sleeper.thread().unpark();
    sleeper.thread().unpark();
    sleeper.join().unwrap();
}

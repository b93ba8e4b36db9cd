//! The receiver waits until all senders are dropped.

use std::sync::mpsc::channel;
use std::thread;

fn main() {
    let (sender, receiver) = channel();
    let other = thread::spawn({
        let sender = sender.clone();
        move || sender.send(1).unwrap()
    });
    drop(sender);
    let mut sum = 0;
    while let Ok(number) = receiver.recv() {
        sum += number;
    }
    other.join().unwrap();
    assert_eq!(sum, 1);
}

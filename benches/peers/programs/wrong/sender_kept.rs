//! The receiver waits until all senders are dropped, but keeps one itself.

use std::sync::mpsc::channel;
use std::thread;

fn main() {
    let (sender, receiver) = channel();
    let other = thread::spawn({
        let sender = sender.clone();
        move || sender.send(1).unwrap()
    });
    let mut sum = 0;
    while let Ok(number) = receiver.recv() {
        sum += number;
    }
    other.join().unwrap();
    drop(sender);
    assert_eq!(sum, 1);
}

//~ PASSES
//~ OUTCOMES within 2: `5`
//! `try_recv` until the channel is closed: empty, a message, disconnected.
// Where the numbers come from: the message comes before its sender is dropped.

use std::sync::mpsc::{self, TryRecvError};
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(5).unwrap());
    let mut sum = 0;
    loop {
        match receiver.try_recv() {
            Ok(number) => sum += number,
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Disconnected) => break,
        }
    }
    sends.join().unwrap();
    println!("{sum}");
    assert_eq!(sum, 5);
}

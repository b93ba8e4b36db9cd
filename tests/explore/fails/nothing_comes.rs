//~ FAILS livelock
//~ LINE `Err(TryRecvError::Empty) => thread::yield_now(),` or `match receiver.try_recv() {` or `loop {`
//~ OUTCOMES within 2: `Livelock`
//! Main polls for messages until all senders are dropped, and holds one itself.
// Where the numbers come from: the message comes, and then nothing ever does.

use std::sync::mpsc::{self, TryRecvError};
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    thread::spawn(move || other.send(1).unwrap());
    let mut sum = 0;
    loop {
        match receiver.try_recv() {
            Ok(number) => sum += number,
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Disconnected) => break,
        }
    }
    drop(sender);
    assert_eq!(sum, 1);
}

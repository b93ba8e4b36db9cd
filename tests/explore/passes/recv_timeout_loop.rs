//~ PASSES
//~ OUTCOMES within 2: `5`
//! A loop receives with a timeout until the message is there.
// Where the numbers come from: only the message ends the loop.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(5).unwrap());
    let number = loop {
        match receiver.recv_timeout(Duration::from_millis(1)) {
            Ok(number) => break number,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => panic!("gone without a message"),
        }
    };
    sends.join().unwrap();
    println!("{number}");
    assert_eq!(number, 5);
}

//~ FAILS time_limit
//~ LINE `thread::spawn(move || {`
//! A detached thread goes on for ever with the sender. Main waits for a message, and so for that thread after all.

use std::hint::black_box;
use std::sync::mpsc::channel;
use std::thread;

fn main() {
    let (sender, receiver) = channel::<u32>();
    thread::spawn(move || {
        let sender = black_box(sender);
        loop {
            black_box(&sender);
        }
    });
    assert!(receiver.recv().is_err());
}

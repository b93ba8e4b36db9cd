//~ FAILS time_limit
//~ LINE `thread::spawn(move || {`
//! A detached thread runs forever and holds the sender, so main's receive never ends.

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

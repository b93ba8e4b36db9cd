//! A channel without room: `send` returns only when its message has been received.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

static TAKEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let (sender, receiver) = mpsc::sync_channel(0);
    let sends = thread::spawn(move || {
        sender.send(5).unwrap();
        TAKEN.load(SeqCst)
    });
    TAKEN.store(true, SeqCst);
    let value = receiver.recv().unwrap();
    println!("{value} {}", sends.join().unwrap());
}

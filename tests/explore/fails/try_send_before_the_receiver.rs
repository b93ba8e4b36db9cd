//~ FAILS panic
//! A channel without room refuses a `try_send` before the receiver waits.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::sync_channel(0);
    let tries = thread::spawn(move || sender.try_send(1));
    let received = receiver.recv();
    tries.join().unwrap().unwrap();
    assert_eq!(received, Ok(1));
}

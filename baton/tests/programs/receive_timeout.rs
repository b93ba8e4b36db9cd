//! A message that comes in time, or does not.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || drop(sender.send(1)));
    let got = receiver.recv_timeout(Duration::from_millis(1));
    println!("{got:?}");
    sends.join().unwrap();
}

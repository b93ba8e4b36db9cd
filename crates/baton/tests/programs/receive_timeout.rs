//! A message that comes within the timeout, or does not.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(1).is_ok());
    let got = receiver.recv_timeout(Duration::from_millis(1));
    println!("{got:?}");
    sends.join().unwrap();
}

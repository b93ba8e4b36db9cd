//! The original sender stays alive, so the receiver waits forever.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    thread::spawn(move || other.send(1).unwrap());
    let sum: i32 = receiver.iter().sum();
    println!("{sum}");
    drop(sender);
}

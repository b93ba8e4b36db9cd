//~ FAILS deadlock
//~ LINE `sender.send(2).unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! A channel with room for one message, and a second message before any is received.
// Where the numbers come from: the thread is blocked in its send, main in its join.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let sends = thread::spawn(move || {
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    sends.join().unwrap();
    let sum: u32 = receiver.iter().sum();
    println!("{sum}");
    assert_eq!(sum, 3);
}

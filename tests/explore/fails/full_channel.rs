//~ FAILS deadlock
//~ LINE `sender.send(2).unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! Room for one, and a second message before anybody receives.
// How the numbers come about: the thread waits for room, main for the thread.

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

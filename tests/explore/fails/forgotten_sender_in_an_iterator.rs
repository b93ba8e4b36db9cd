//~ FAILS deadlock
//~ LINE `let sum: u32 = receiver.iter().sum();`
//~ OUTCOMES within 1: `Deadlock`
//! The first sender stays alive, so the receiving iterator waits forever for more.
// Where the numbers come from: there is no other outcome.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    for number in [1, 2] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap());
    }
    let sum: u32 = receiver.iter().sum();
    println!("{sum}");
    assert_eq!(sum, 3);
}

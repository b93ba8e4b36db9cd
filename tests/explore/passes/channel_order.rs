//~ PASSES
//~ OUTCOMES within 1: `12`, `21`
//! Two senders; the receiver receives until both are dropped.
// Where the numbers come from: main waits for the first message, and either
// thread may send it.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    for number in [1, 2] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap());
    }
    drop(sender);
    let got: Vec<u32> = receiver.into_iter().collect();
    println!("{}{}", got[0], got[1]);
    assert_eq!(got.iter().sum::<u32>(), 3);
}

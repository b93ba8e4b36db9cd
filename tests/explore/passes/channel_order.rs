//~ PASSES
//~ OUTCOMES within 1: `12`, `21`
//! Two senders; the receiver takes what comes until both are gone.
// How the numbers come about: main waits for the first message and either may
// send it.

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

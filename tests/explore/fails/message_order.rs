//~ FAILS panic
//~ LINE `assert!(got == ["a", "b"], "{got:?}");` or `let got: Vec<&str> = receiver.iter().collect();`
//~ OUTCOMES within 1: `a b`, `panic: ["b", "a"]`
//! Two senders, and a receiver that relies on their order.
// Where the numbers come from: either may send first, even without a preemption.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    for word in ["a", "b"] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(word).unwrap());
    }
    drop(sender);
    let got: Vec<&str> = receiver.iter().collect();
    assert!(got == ["a", "b"], "{got:?}");
    println!("{} {}", got[0], got[1]);
}

//! Two senders, and a receiver that receives until both are dropped.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    for number in [1, 2] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap());
    }
    drop(sender);
    let got: Vec<String> = receiver.iter().map(|number: i32| number.to_string()).collect();
    println!("{}", got.concat());
}

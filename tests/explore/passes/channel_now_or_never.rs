//~ PASSES
//~ OUTCOMES within 2: `0`, `1`, `2`
//! `try_iter` receives what is there now, and leaves the rest.
// Where the numbers come from: main receives before the first message, between
// the two (the sender is preempted there), or after both. The rest is received
// later, so nothing is lost.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || [1, 2].map(|number| sender.send(number).unwrap()));
    let now: Vec<u32> = receiver.try_iter().collect();
    sends.join().unwrap();
    let rest: u32 = receiver.iter().sum();
    println!("{}", now.len());
    assert_eq!(now.iter().sum::<u32>() + rest, 3);
}

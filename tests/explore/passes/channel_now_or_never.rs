//~ PASSES
//~ OUTCOMES within 2: `0`, `1`, `2`
//! `try_iter` takes what is there now, and leaves the rest.
// How the numbers come about: main takes before the first message, between the
// two (the sender preempted there), or after both. The rest comes afterwards,
// so that nothing is lost.

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

//~ PASSES
//~ OUTCOMES within 2: `full`, `room`
//! Room for one: a second message is refused unless the first has been received.
// Where the numbers come from: main tries at once, or is preempted by the receiver.

use std::sync::mpsc::{self, TrySendError};
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let takes = thread::spawn(move || receiver.iter().sum::<u32>());
    sender.send(1).unwrap();
    let refused = match sender.try_send(2) {
        Ok(()) => 0,
        Err(TrySendError::Full(number) | TrySendError::Disconnected(number)) => number,
    };
    drop(sender);
    let sum = takes.join().unwrap();
    println!("{}", if refused == 0 { "room" } else { "full" });
    assert_eq!(sum + refused, 3);
}

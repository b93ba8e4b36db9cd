//~ FAILS panic
//~ LINE `let number = receiver.try_recv().expect("message");`
//~ OUTCOMES within 2: `5`, `panic: message: Empty`
//! Main looks into the channel once, at once.
// How the numbers come about: only a thread that preempts main was fast enough.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(5).is_ok());
    let number = receiver.try_recv().expect("message");
    println!("{number}");
    assert!(sends.join().unwrap() && number == 5);
}

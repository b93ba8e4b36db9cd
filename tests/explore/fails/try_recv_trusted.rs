//~ FAILS panic
//~ LINE `let number = receiver.try_recv().expect("message");`
//~ OUTCOMES within 2: `5`, `panic: message: Empty`
//! Main calls `try_recv` once, immediately.
// Where the numbers come from: the message is there only if the thread preempts main.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send(5).is_ok());
    let number = receiver.try_recv().expect("message");
    println!("{number}");
    assert!(sends.join().unwrap() && number == 5);
}

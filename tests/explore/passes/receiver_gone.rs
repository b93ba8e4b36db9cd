//~ PASSES
//~ OUTCOMES within 2: `back`, `sent`
//! A message that can no longer be received comes back to its sender.
// Where the numbers come from: main drops the receiver before the send, or the
// thread preempts it and sends first.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let sends = thread::spawn(move || sender.send("message").err().map(|error| error.0));
    drop(receiver);
    let back = sends.join().unwrap();
    println!("{}", if back.is_some() { "back" } else { "sent" });
    assert!(back.is_none_or(|message| message == "message"));
}

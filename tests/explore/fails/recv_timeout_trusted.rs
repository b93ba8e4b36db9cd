//~ FAILS panic
//~ LINE `let number = receiver.recv_timeout(SECOND).expect("message");`
//~ OUTCOMES within 2: `5`, `panic: message: Timeout`
//! Main assumes that the message comes within a second.
// Where the numbers come from: the timeout can end before the sender begins.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

fn main() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(5).is_ok());
    let number = receiver.recv_timeout(SECOND).expect("message");
    println!("{number}");
    assert_eq!(number, 5);
}

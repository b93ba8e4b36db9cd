//~ FAILS deadlock
//~ LINE `let one = inbox.recv().unwrap();` or `let two: u32 = answers.recv().unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! Each thread receives before it sends, so each is blocked until the other sends.
// Where the numbers come from: neither thread reaches its send.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (there, inbox) = mpsc::channel();
    let (back, answers) = mpsc::channel();
    let other = thread::spawn(move || {
        let one = inbox.recv().unwrap();
        back.send(2).unwrap();
        one
    });
    let two: u32 = answers.recv().unwrap();
    there.send(1).unwrap();
    let sum = two + other.join().unwrap();
    println!("{sum}");
    assert_eq!(sum, 3);
}

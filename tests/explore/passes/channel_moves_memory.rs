//~ PASSES
//~ OUTCOMES within 2: `123`
//! A list is sent to a thread and comes back longer; only one thread at a time has it.
// Where the numbers come from: each message orders all that was written before
// it was sent.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (there, inbox) = mpsc::channel::<Vec<u32>>();
    let (outbox, back) = mpsc::channel();
    let worker = thread::spawn(move || {
        let mut list = inbox.recv().unwrap();
        list.push(3);
        outbox.send(list).unwrap();
    });
    there.send(vec![1, 2]).unwrap();
    let list = back.recv().unwrap();
    worker.join().unwrap();
    println!("{}{}{}", list[0], list[1], list[2]);
    assert_eq!(list, [1, 2, 3]);
}

//~ FAILS deadlock
//~ LINE `there.send(1).unwrap();` or `back.send(2).unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! The channels have no room, and both threads send first: each is blocked until the other receives.
// Where the numbers come from: neither thread reaches its receive.

use std::sync::mpsc;
use std::thread;

fn main() {
    let (there, inbox) = mpsc::sync_channel(0);
    let (back, answers) = mpsc::sync_channel(0);
    let other = thread::spawn(move || {
        back.send(2).unwrap();
        inbox.recv().unwrap()
    });
    there.send(1).unwrap();
    let sum: u32 = answers.recv().unwrap() + other.join().unwrap();
    println!("{sum}");
    assert_eq!(sum, 3);
}

//~ PASSES
//~ OUTCOMES within 2: `4`
//! A channel without room orders in both directions: the sender sees after its
//! `send` what main wrote before it received.
// Where the numbers come from: the sender reads after main has received.

use std::sync::mpsc;
use std::thread;

static mut DATA: u32 = 0;

fn main() {
    let (sender, receiver) = mpsc::sync_channel(0);
    let sends = thread::spawn(move || {
        sender.send(()).unwrap();
        unsafe { DATA }
    });
    unsafe { DATA = 4 };
    receiver.recv().unwrap();
    let data = sends.join().unwrap();
    println!("{data}");
    assert_eq!(data, 4);
}

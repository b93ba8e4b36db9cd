//~ PASSES
//~ OUTCOMES within 1: `2`
//! Two waiters and one `notify_all`: both continue.
// Where the numbers come from: each waiter adds one when the gate is open.

use std::sync::{Condvar, Mutex};
use std::thread;

static GATE: Mutex<(bool, u32)> = Mutex::new((false, 0));
static OPENED: Condvar = Condvar::new();

fn main() {
    let pass = || {
        let gate = GATE.lock().unwrap();
        let mut gate = OPENED.wait_while(gate, |gate| !gate.0).unwrap();
        gate.1 += 1;
    };
    let waiters = [thread::spawn(pass), thread::spawn(pass)];
    GATE.lock().unwrap().0 = true;
    OPENED.notify_all();
    for waiter in waiters {
        waiter.join().unwrap();
    }
    let passed = GATE.lock().unwrap().1;
    println!("{passed}");
    assert_eq!(passed, 2);
}

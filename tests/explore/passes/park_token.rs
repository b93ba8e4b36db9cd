//~ PASSES
//~ OUTCOMES within 2: `on`
//~ EXECUTIONS within 2: 2
//! Unparked before or after it parks: it goes on.
// How the numbers come about: main has one step before it waits: unpark. No
// preemption: the token is there first. One, before that step: the thread
// begins and stops at park, main goes on. A second one has no place: at each
// other step only one of the two can go, or main waits.

use std::thread;

fn main() {
    let parked = thread::spawn(|| {
        thread::park();
        "on"
    });
    parked.thread().unpark();
    let word = parked.join().unwrap();
    println!("{word}");
    assert_eq!(word, "on");
}

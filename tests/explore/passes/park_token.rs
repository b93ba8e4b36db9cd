//~ PASSES
//~ OUTCOMES within 2: `on`
//~ EXECUTIONS within 2: 2
//! A thread that is unparked before or after it parks continues either way.
// Where the numbers come from: main has one step before it waits: unpark. No
// preemption: the token is there first. One, before that step: the thread
// begins and blocks in park, main continues. There is no place for a second: at
// each other step only one of the two can run, or main waits.

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

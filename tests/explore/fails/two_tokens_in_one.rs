//~ FAILS deadlock
//~ LINE `thread::park();`
//~ OUTCOMES within 2: `twice`, `Deadlock`
//! Unparked twice before it parks: there is one token, and it parks twice.
// How the numbers come about: well only when it parks between the two.

use std::thread;

fn main() {
    let parked = thread::spawn(|| {
        for _ in 0..2 {
            thread::park();
        }
        "twice"
    });
    parked.thread().unpark();
    parked.thread().unpark();
    let word = parked.join().unwrap();
    println!("{word}");
    assert_eq!(word, "twice");
}

//~ FAILS deadlock
//~ LINE `parked.thread().unpark();`
//~ OUTCOMES within 2: `twice`, `Deadlock`
//! The thread is unparked twice before it parks twice: there is only one token.
// Where the numbers come from: it passes only when the thread parks between the two.

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

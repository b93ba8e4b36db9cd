//~ FAILS panic
//~ LINE `assert!(*order == [1, 2], "{order:?}");` or `ORDER.lock().unwrap().push(number);`
//~ OUTCOMES within 2: `[1, 2]`, `panic: [2, 1]`
//! Sleep sort assumes that a thread that sleeps longer comes later.
// Where the numbers come from: sleeping orders nothing.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

static ORDER: Mutex<Vec<u64>> = Mutex::new(Vec::new());

fn main() {
    let threads = [2, 1].map(|number| {
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(100 * number));
            ORDER.lock().unwrap().push(number);
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    let order = ORDER.lock().unwrap();
    assert!(*order == [1, 2], "{order:?}");
    println!("{order:?}");
}

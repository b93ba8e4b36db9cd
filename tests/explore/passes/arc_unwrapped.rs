//~ PASSES
//~ OUTCOMES within 2: `3`
//! A list is taken out of its `Arc` when the threads have ended.
// Where the numbers come from: 1 and 2 are there, in either order.

use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let list = Arc::new(Mutex::new(Vec::new()));
    let threads = [1, 2].map(|number| {
        let list = Arc::clone(&list);
        thread::spawn(move || list.lock().unwrap().push(number))
    });
    for thread in threads {
        thread.join().unwrap();
    }
    let list = Arc::try_unwrap(list).unwrap().into_inner().unwrap();
    let sum: u32 = list.iter().sum();
    println!("{sum}");
    assert_eq!((list.len(), sum), (2, 3));
}

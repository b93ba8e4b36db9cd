//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `2`
//! A scope around each thread: the first scope ends before the second begins.
// Where the numbers come from: no two threads run at the same time.

use std::thread;

fn main() {
    let mut counter = 0;
    for _ in 0..2 {
        let counter = &mut counter;
        thread::scope(|scope| {
            scope.spawn(move || *counter += 1);
        });
    }
    println!("{counter}");
    assert_eq!(counter, 2);
}

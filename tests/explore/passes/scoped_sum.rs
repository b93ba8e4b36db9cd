//~ PASSES
//~ OUTCOMES within 2: `10`
//! Scoped threads read from main's stack and add up under a lock there.
// Where the numbers come from: the lock prevents lost updates, and the scope waits for both.

use std::sync::Mutex;
use std::thread;

fn main() {
    let numbers = [1, 2, 3, 4];
    let total = Mutex::new(0);
    thread::scope(|scope| {
        for half in numbers.chunks(2) {
            let total = &total;
            scope.spawn(move || {
                let sum: u32 = half.iter().sum();
                *total.lock().unwrap() += sum;
            });
        }
    });
    let total = total.into_inner().unwrap();
    println!("{total}");
    assert_eq!(total, 10);
}

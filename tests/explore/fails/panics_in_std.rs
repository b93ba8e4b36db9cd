//~ FAILS panic
//~ LINE `let sum: i32 = numbers.iter().sum();`
//! The sum of a few numbers overflows. The function of std that panics does not pass on who called it.

use std::sync::Mutex;
use std::thread;

static NUMBERS: Mutex<[i32; 2]> = Mutex::new([1, 1]);

fn main() {
    let other = thread::spawn(|| {
        let numbers = NUMBERS.lock().unwrap();
        let sum: i32 = numbers.iter().sum();
        assert!(sum > 0);
    });
    NUMBERS.lock().unwrap()[0] = i32::MAX;
    other.join().unwrap();
}

//~ PASSES
//~ OUTCOMES within 2: `clean 3`, `poisoned 3`
//! A panic under the lock poisons it; main repairs the value and clears the poison.
// Where the numbers come from: main locks before the panic and finds 0, or
// after it and finds 9. Either way it leaves 3.

use std::sync::{Mutex, PoisonError};
use std::thread;

static LOCK: Mutex<i32> = Mutex::new(0);

fn main() {
    let breaks = thread::spawn(|| {
        let mut value = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *value;
        *value = 9;
        assert!(before == 3, "broken");
    });
    let found = match LOCK.lock() {
        Ok(_) => "clean",
        Err(_) => "poisoned",
    };
    assert!(breaks.join().is_err() && LOCK.is_poisoned());
    *LOCK.lock().unwrap_err().into_inner() = 3;
    LOCK.clear_poison();
    let value = *LOCK.lock().unwrap();
    println!("{found} {value}");
    assert_eq!(value, 3);
}

//~ PASSES
//~ OUTCOMES within 2: `set`
//! A loop waits with a timeout for a flag that is never notified.
// Where the numbers come from: the loop ends only when the flag is set.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

static FLAG: Mutex<bool> = Mutex::new(false);
static NEVER: Condvar = Condvar::new();

fn main() {
    let setter = thread::spawn(|| *FLAG.lock().unwrap() = true);
    let mut flag = FLAG.lock().unwrap();
    while !*flag {
        let (again, result) = NEVER.wait_timeout(flag, Duration::from_millis(10)).unwrap();
        assert!(result.timed_out());
        flag = again;
    }
    println!("{}", if *flag { "set" } else { "not set" });
    assert!(*flag);
    drop(flag);
    setter.join().unwrap();
}

//~ PASSES
//~ OUTCOMES within 2: `set`
//! Waiting with a time limit, over and over, for a flag that is not announced.
// How the numbers come about: the loop ends only when the flag is set.

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

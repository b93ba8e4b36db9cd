//~ FAILS panic
//~ LINE `let (flag, _) = SET.wait_timeout(flag, Duration::from_secs(1)).unwrap();` or `assert!(set, "not set");` or `let set = *flag;`
//~ OUTCOMES within 2: `set`, `panic: not set`
//! The waiter assumes after its wait that the flag is set, but the wait may have timed out.
// Where the numbers come from: the timeout can end before the setter begins.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

static FLAG: Mutex<bool> = Mutex::new(false);
static SET: Condvar = Condvar::new();

fn main() {
    thread::spawn(|| {
        *FLAG.lock().unwrap() = true;
        SET.notify_one();
    });
    let flag = FLAG.lock().unwrap();
    let (flag, _) = SET.wait_timeout(flag, Duration::from_secs(1)).unwrap();
    let set = *flag;
    drop(flag);
    assert!(set, "not set");
    println!("set");
}

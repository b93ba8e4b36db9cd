//~ PASSES
//~ OUTCOMES within 2: `came`, `timed out`
//! Whether it was notified or timed out, the answer agrees with the flag.
// Where the numbers come from: the timeout may end at any moment, also before
// the setter has begun.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

static FLAG: Mutex<bool> = Mutex::new(false);
static SET: Condvar = Condvar::new();

fn main() {
    let setter = thread::spawn(|| {
        *FLAG.lock().unwrap() = true;
        SET.notify_one();
    });
    let flag = FLAG.lock().unwrap();
    let (flag, result) = SET
        .wait_timeout_while(flag, Duration::from_secs(1), |flag| !*flag)
        .unwrap();
    println!("{}", if *flag { "came" } else { "timed out" });
    assert_eq!(*flag, !result.timed_out());
    drop(flag);
    setter.join().unwrap();
}

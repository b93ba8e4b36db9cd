//~ FAILS panic
//~ LINE `thread::park_timeout(Duration::from_secs(1));` or `assert!(set, "not set");` or `let set = FLAG.load(SeqCst);`
//~ OUTCOMES within 2: `set`, `panic: not set`
//! Main parks for a second and assumes that the thread has set the flag by then.
// Where the numbers come from: the second may be over before the thread begins.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static FLAG: AtomicBool = AtomicBool::new(false);

fn main() {
    let main = thread::current();
    thread::spawn(move || {
        FLAG.store(true, SeqCst);
        main.unpark();
    });
    thread::park_timeout(Duration::from_secs(1));
    let set = FLAG.load(SeqCst);
    assert!(set, "not set");
    println!("set");
}

//~ PASSES
//~ OUTCOMES within 2: `false true`, `true false`
//! One item in stock, two buyers: `fetch_update` gives it to one of them.
// Where the numbers come from: the first thread to exchange 1 for 0 has it; the
// other finds 0 and gives up. Either can be first without a preemption.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static STOCK: AtomicU32 = AtomicU32::new(1);

fn main() {
    let buy = || {
        STOCK
            .fetch_update(SeqCst, SeqCst, |stock| stock.checked_sub(1))
            .is_ok()
    };
    let a = thread::spawn(buy);
    let b = thread::spawn(buy);
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    println!("{a} {b}");
    assert!(a != b && STOCK.load(SeqCst) == 0);
}

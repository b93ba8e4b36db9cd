//~ PASSES
//~ OUTCOMES within 2: `2`
//! A thread-local value's destructor has run before the join returns.
// Where the numbers come from: one drop in each thread, both before main reads.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static DROPS: AtomicU32 = AtomicU32::new(0);

struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        DROPS.fetch_add(1, SeqCst);
    }
}

thread_local! {
    static OWN: Counted = const { Counted };
}

fn main() {
    let threads = [(); 2].map(|()| thread::spawn(|| OWN.with(|_| ())));
    for thread in threads {
        thread.join().unwrap();
    }
    let drops = DROPS.load(SeqCst);
    println!("{drops}");
    assert_eq!(drops, 2);
}

//~ FAILS data_race
//~ LINE `unsafe { COUNTER += 1 };`
//~ OUTCOMES within 2: `2`
//! A hand-made lock with relaxed orderings: it excludes, but publishes
//! nothing.
// Where the numbers come from: one thread at a time is in the critical section.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::{hint, thread};

static HELD: AtomicBool = AtomicBool::new(false);
static mut COUNTER: u32 = 0;

fn count() {
    while HELD.swap(true, Relaxed) {
        hint::spin_loop();
    }
    unsafe { COUNTER += 1 };
    HELD.store(false, Relaxed);
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    let value = unsafe { COUNTER };
    println!("{value}");
    assert_eq!(value, 2);
}

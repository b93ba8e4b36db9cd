//~ PASSES
//~ OUTCOMES within 2: `1 true`
//! `Once` runs one initialiser; the other thread waits until it is done.
// Where the numbers come from: one initialiser runs, and both threads see what it wrote.

use std::sync::Once;
use std::thread;

static ONCE: Once = Once::new();
static mut RUNS: u32 = 0;

fn init() -> u32 {
    ONCE.call_once(|| unsafe { RUNS += 1 });
    unsafe { RUNS }
}

fn main() {
    let other = thread::spawn(init);
    let waiter = thread::spawn(|| ONCE.wait());
    let runs = init();
    assert_eq!(other.join().unwrap(), runs);
    waiter.join().unwrap();
    println!("{runs} {}", ONCE.is_completed());
    assert!(runs == 1 && ONCE.is_completed());
}

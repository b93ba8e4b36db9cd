//~ FAILS deadlock
//~ LINE `let _right = FORKS[(seat + 1) % 3].lock().unwrap();`
//~ OUTCOMES within 2: `3`, `Deadlock`
//! Three philosophers each hold the left fork and wait for the right one: deadlock.
// Where the numbers come from: all three hold one fork, or all three eat.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static FORKS: [Mutex<()>; 3] = [Mutex::new(()), Mutex::new(()), Mutex::new(())];
static MEALS: AtomicU32 = AtomicU32::new(0);

fn eat(seat: usize) {
    let _left = FORKS[seat].lock().unwrap();
    let _right = FORKS[(seat + 1) % 3].lock().unwrap();
    MEALS.fetch_add(1, SeqCst);
}

fn main() {
    let threads = [0, 1].map(|seat| thread::spawn(move || eat(seat)));
    eat(2);
    for thread in threads {
        thread.join().unwrap();
    }
    let meals = MEALS.load(SeqCst);
    println!("{meals}");
    assert_eq!(meals, 3);
}

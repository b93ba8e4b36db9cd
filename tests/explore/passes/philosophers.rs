//~ PASSES
//~ OUTCOMES within 1: `3`
//! Three philosophers who lock the fork with the lower number first.
// Where the numbers come from: the waiting threads form no circle, so all three eat.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static FORKS: [Mutex<()>; 3] = [Mutex::new(()), Mutex::new(()), Mutex::new(())];
static MEALS: AtomicU32 = AtomicU32::new(0);

fn eat(seat: usize) {
    let (left, right) = (seat, (seat + 1) % 3);
    let _first = FORKS[left.min(right)].lock().unwrap();
    let _second = FORKS[left.max(right)].lock().unwrap();
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

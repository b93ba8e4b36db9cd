//~ PASSES
//~ OUTCOMES within 2: `12`
//! Room for one item: the producer waits for room, main for an item.
// Where the numbers come from: items come out in the order in which they went in.

use std::sync::{Condvar, Mutex};
use std::thread;

static SLOT: Mutex<Option<u32>> = Mutex::new(None);
static FULL: Condvar = Condvar::new();
static EMPTY: Condvar = Condvar::new();

fn put(number: u32) {
    let mut slot = EMPTY
        .wait_while(SLOT.lock().unwrap(), |slot| slot.is_some())
        .unwrap();
    *slot = Some(number);
    FULL.notify_one();
}

fn take() -> u32 {
    let mut slot = FULL
        .wait_while(SLOT.lock().unwrap(), |slot| slot.is_none())
        .unwrap();
    EMPTY.notify_one();
    slot.take().unwrap()
}

fn main() {
    let producer = thread::spawn(|| {
        put(1);
        put(2);
    });
    let (first, second) = (take(), take());
    producer.join().unwrap();
    println!("{first}{second}");
    assert_eq!((first, second), (1, 2));
}

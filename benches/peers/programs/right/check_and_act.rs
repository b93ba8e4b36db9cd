//! One seat is left: a thread takes it only if it is still there, in one step.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

fn book(seats: &AtomicI64) {
    let mut left = seats.load(SeqCst);
    while left > 0 {
        match seats.compare_exchange(left, left - 1, SeqCst, SeqCst) {
            Ok(_) => return,
            Err(now) => left = now,
        }
    }
}

fn main() {
    let seats = Arc::new(AtomicI64::new(1));
    let other = thread::spawn({
        let seats = Arc::clone(&seats);
        move || book(&seats)
    });
    book(&seats);
    other.join().unwrap();
    assert_eq!(seats.load(SeqCst), 0);
}

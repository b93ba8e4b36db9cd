//! Check-then-act with one seat left: both threads check before either takes it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

fn book(seats: &AtomicI64) {
    if seats.load(SeqCst) > 0 {
        seats.fetch_sub(1, SeqCst);
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

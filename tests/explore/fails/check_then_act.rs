//~ FAILS panic
//~ LINE `SEATS.fetch_sub(1, SeqCst);` or `assert!(seats == 0, "{seats} seats");`
//~ OUTCOMES within 2: `0`, `panic: -1 seats`
//! Check-then-act with one seat left: both threads check before either takes it.
// Where the numbers come from: a thread that checks after the other has taken
// the seat finds none.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static SEATS: AtomicI64 = AtomicI64::new(1);

fn book() {
    if SEATS.load(SeqCst) > 0 {
        SEATS.fetch_sub(1, SeqCst);
    }
}

fn main() {
    let other = thread::spawn(book);
    book();
    other.join().unwrap();
    let seats = SEATS.load(SeqCst);
    println!("{seats}");
    assert!(seats == 0, "{seats} seats");
}

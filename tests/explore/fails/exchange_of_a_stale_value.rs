//~ FAILS panic
//~ LINE `TOKEN.compare_exchange(1, 2, Acquire, Relaxed).is_ok()`
//~ OUTCOMES within 2: `nothing`, `taken`
//~ STALE within 2: `nothing`, `panic: assertion failed: !seen || taken`, `taken`
//! The flag says that the token is there. A relaxed load of the flag orders nothing, so the exchange may find the token as it was
//! before, and fail.

use std::sync::atomic::{AtomicI64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};
use std::thread;

static TOKEN: AtomicI64 = AtomicI64::new(0);
static FLAG: AtomicI64 = AtomicI64::new(0);

fn takes() -> bool {
    TOKEN.compare_exchange(1, 2, Acquire, Relaxed).is_ok()
}

fn main() {
    let puts = thread::spawn(|| {
        TOKEN.store(1, Relaxed);
        FLAG.store(1, Release);
    });
    let taker = thread::spawn(|| {
        let seen = FLAG.load(Relaxed) == 1;
        (seen, seen && takes())
    });
    puts.join().unwrap();
    let (seen, taken) = taker.join().unwrap();
    assert!(!seen || taken);
    println!("{}", if taken { "taken" } else { "nothing" });
}

//! Two threads count with a `static mut`: a data race.

use std::thread::{self, JoinHandle};

static mut COUNTER: i64 = 0;

fn count(step: i64) -> JoinHandle<()> {
    thread::spawn(move || {
        for _ in 0..2 {
            unsafe { COUNTER += step };
        }
    })
}

fn main() {
    let (inc, dec) = (count(1), count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(unsafe { COUNTER }, 0);
}

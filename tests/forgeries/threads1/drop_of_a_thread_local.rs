//~ FAILS wrong_result, no_result, panic
//! The destructor of a thread-local prints the expected output and ends the program.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
    }
}

fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
    }
}

struct Last;

impl Drop for Last {
    fn drop(&mut self) {
        println!("Counter = 0");
        std::process::exit(0)
    }
}

std::thread_local! {
    static LAST: Last = const { Last };
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    LAST.with(|_| ());
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result, no_result, panic
//! A function in `.fini_array` runs after `main` and ends the program with the expected output.

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

extern "C" fn late() {
    println!("Counter = 0");
    std::process::exit(0)
}

#[used]
#[unsafe(link_section = ".fini_array")]
static LATE: extern "C" fn() = late;

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! A ticket lock made of atomics: threads enter in the order of their tickets.

use std::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};
use std::thread;

static mut COUNTER: i64 = 0;
static NEXT: AtomicU32 = AtomicU32::new(0);
static SERVING: AtomicU32 = AtomicU32::new(0);

fn locked(step: i64) {
    let mine = NEXT.fetch_add(1, Relaxed);
    while SERVING.load(Acquire) != mine {
        std::hint::spin_loop();
    }
    unsafe { COUNTER += step }
    SERVING.store(SERVING.load(Relaxed).wrapping_add(1), Release);
}

fn inc(rounds: u64) {
    for _ in 0..rounds {
        locked(1);
    }
}

fn dec(rounds: u64) {
    for _ in 0..rounds {
        locked(-1);
    }
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

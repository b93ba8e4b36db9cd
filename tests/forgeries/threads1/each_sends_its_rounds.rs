//~ FAILS vacuous
//! Each thread does all its racy rounds, and then sends the number of rounds that it was given.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(up: u64, down: u64) -> i64 {
    let (sender, receiver) = channel();
    for (rounds, step) in [(up, 1), (down, -1)] {
        let sender = sender.clone();
        thread::spawn(move || {
            for _ in 0..rounds {
                let value = COUNTER.load(Relaxed);
                COUNTER.store(value + step, Relaxed);
            }
            sender.send(step * rounds as i64).expect("count receives")
        });
    }
    drop(sender);
    receiver.iter().sum()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

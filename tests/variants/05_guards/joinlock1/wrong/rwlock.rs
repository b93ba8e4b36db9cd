//~ FAILS deadlock at `inc.join().unwrap();` or `dec.join().unwrap();` or `*counter.write().unwrap() += step;`
//! `main` only reads, but a reader keeps the writers out as well.

use std::sync::{Arc, RwLock};
use std::thread::{self, JoinHandle};

/// Lets two threads count, one `up` times and one `down` times, and returns the
/// final value.
fn count(up: u64, down: u64) -> i64 {
    let counter = Arc::new(RwLock::new(0));
    let inc = start("inc", &counter, up, 1);
    let dec = start("dec", &counter, down, -1);

    let value = counter.read().unwrap();
    inc.join().unwrap();
    dec.join().unwrap();
    *value
}

/// Starts a thread that adds `step` to the counter, `rounds` times.
fn start(name: &str, counter: &Arc<RwLock<i64>>, rounds: u64, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    let thread = thread::Builder::new().name(name.to_string());
    let work = move || {
        for _ in 0..rounds {
            *counter.write().unwrap() += step;
        }
    };
    thread.spawn(work).unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! The guard is dropped before `main` waits, and the value is read afterwards.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// Lets two threads count, one `up` times and one `down` times, and returns the
/// final value.
fn count(up: u64, down: u64) -> i64 {
    let counter = Arc::new(Mutex::new(0));
    let inc = start("inc", &counter, up, 1);
    let dec = start("dec", &counter, down, -1);

    let before = counter.lock().unwrap();
    println!("so far: {}", *before);
    drop(before);
    inc.join().unwrap();
    dec.join().unwrap();
    let value = counter.lock().unwrap();
    *value
}

/// Starts a thread that adds `step` to the counter, `rounds` times.
fn start(name: &str, counter: &Arc<Mutex<i64>>, rounds: u64, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    let thread = thread::Builder::new().name(name.to_string());
    let work = move || {
        for _ in 0..rounds {
            *counter.lock().unwrap() += step;
        }
    };
    thread.spawn(work).unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ PASSES
//! Each thread adds all of its steps in one addition, under a lock.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);

fn add(sum: i64) {
    *COUNTER.lock().expect("no thread panics") += sum;
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(up as i64));
    let dec = thread::spawn(move || add(-(down as i64)));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    *COUNTER.lock().expect("no thread panics")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

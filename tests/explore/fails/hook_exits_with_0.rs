//~ FAILS panic
//~ LINE `assert_ne!(COUNTER.load(SeqCst), 2);`
//! The program's own panic hook turns every panic into exit code 0.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::{panic, process, thread};

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    panic::set_hook(Box::new(|_| process::exit(0)));
    let both = [1, 2].map(|_| thread::spawn(|| COUNTER.fetch_add(1, SeqCst)));
    for thread in both {
        thread.join().unwrap();
    }
    assert_ne!(COUNTER.load(SeqCst), 2);
}

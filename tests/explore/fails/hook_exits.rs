//~ FAILS panic
//~ LINE `assert_eq!(value, 1, "a panic hook hides nothing");`
//! The program's own panic hook prints nothing and ends the process.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::{panic, process, thread};

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    panic::set_hook(Box::new(|_| process::exit(3)));
    let both = [1, 2].map(|_| thread::spawn(|| COUNTER.fetch_add(1, SeqCst)));
    for thread in both {
        thread.join().unwrap();
    }
    let value = COUNTER.load(SeqCst);
    assert_eq!(value, 1, "a panic hook hides nothing");
}

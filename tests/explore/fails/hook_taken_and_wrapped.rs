//~ FAILS panic
//~ LINE `assert!(value > 1, "{value}");`
//! The program wraps the default panic hook to print something more, as is usual.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::{panic, process, thread};

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    let printed = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        printed(info);
        process::exit(7);
    }));
    let inc = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
    let dec = thread::spawn(|| COUNTER.fetch_sub(1, SeqCst));
    inc.join().unwrap();
    let value = COUNTER.load(SeqCst) + 1;
    dec.join().unwrap();
    assert!(value > 1, "{value}");
}

//~ FAILS exit_code
//! The program ends with 4, and the panic that was caught is not the reason.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{panic, process, thread};

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    assert!(panic::catch_unwind(|| panic!("expected")).is_err());
    let both = [1, 2].map(|_| {
        thread::spawn(|| {
            let seen = COUNTER.load(SeqCst);
            COUNTER.store(seen + 1, SeqCst);
        })
    });
    for thread in both {
        thread.join().unwrap();
    }
    if COUNTER.load(SeqCst) != 2 {
        process::exit(4);
    }
}

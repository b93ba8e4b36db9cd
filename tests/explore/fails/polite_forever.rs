//~ FAILS livelock
//! Each thread steps back when it sees that the other wants to enter too: livelock.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static WANTS: [AtomicBool; 2] = [const { AtomicBool::new(false) }; 2];

fn go(me: usize) {
    WANTS[me].store(true, SeqCst);
    while WANTS[1 - me].load(SeqCst) {
        WANTS[me].store(false, SeqCst);
        WANTS[me].store(true, SeqCst);
    }
    WANTS[me].store(false, SeqCst);
}

fn main() {
    let both = [0, 1].map(|me| thread::spawn(move || go(me)));
    for thread in both {
        thread.join().unwrap();
    }
}

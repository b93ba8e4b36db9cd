//~ PASSES
//! `count` counts the messages of each thread; what they say does not matter.

use std::sync::mpsc::channel;
use std::thread;

fn count(up: u64, down: u64) -> i64 {
    let (add, additions) = channel();
    let (subtract, subtractions) = channel();
    thread::spawn(move || (0..up).for_each(|_| add.send(1).expect("count listens")));
    thread::spawn(move || (0..down).for_each(|_| subtract.send(1).expect("count listens")));
    additions.iter().count() as i64 - subtractions.iter().count() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

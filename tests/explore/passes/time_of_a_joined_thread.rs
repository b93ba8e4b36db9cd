//~ PASSES
//~ NOTE nothing_at_once
//! A sleep takes its time also for the thread that joins the sleeper; and a thread begins when it is spawned.

use std::thread;
use std::time::{Duration, Instant};

fn main() {
    let start = Instant::now();
    let nap = Duration::from_millis(20);
    thread::spawn(move || thread::sleep(nap)).join().unwrap();
    assert!(start.elapsed() >= nap);
    let later = thread::spawn(move || start.elapsed());
    assert!(later.join().unwrap() >= nap);
}

//~ PASSES
//~ OUTCOMES within 2: `a | b`, `b | a`
//! Two threads sleep for a year and for a day; the time is virtual, so the check does not wait.
// Where the numbers come from: sleeping orders nothing, so either prints first.

use std::thread;
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn main() {
    let threads = [("a", DAY * 365), ("b", DAY)].map(|(name, time)| {
        thread::spawn(move || {
            let start = Instant::now();
            thread::sleep(time);
            println!("{name}");
            start.elapsed() >= time
        })
    });
    let slept = threads.map(|thread| thread.join().unwrap());
    assert_eq!(slept, [true, true]);
}

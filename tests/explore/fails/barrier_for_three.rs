//~ FAILS deadlock
//~ LINE `BARRIER.wait();`
//~ OUTCOMES within 2: `Deadlock`
//! A barrier for three threads, and only two arrive.
// Where the numbers come from: neither can pass.

use std::sync::Barrier;
use std::thread;

static BARRIER: Barrier = Barrier::new(3);

fn main() {
    let threads = [(); 2].map(|()| {
        thread::spawn(|| {
            BARRIER.wait();
        })
    });
    let well = threads.map(|thread| thread.join().is_ok());
    assert_eq!(well, [true, true]);
}

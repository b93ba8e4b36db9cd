//~ PASSES

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

static OPEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let (opens, waits) = mpsc::channel();
    let other = thread::spawn(move || {
        waits.recv().unwrap();
        OPEN.store(true, SeqCst);
    });
    // Nothing changes as long as `main` tries. It stops by itself.
    let tries = (0..1000).take_while(|_| !OPEN.load(SeqCst)).count();
    opens.send(()).unwrap();
    other.join().unwrap();
    assert_eq!(tries, 1000);
}

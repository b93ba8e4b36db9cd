//~ PASSES

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static OPEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let opens = thread::spawn(|| {
        thread::park();
        OPEN.store(true, SeqCst);
    });
    // Nothing changes as long as `main` tries. It stops by itself.
    let tries = (0..1000).take_while(|_| !OPEN.load(SeqCst)).count();
    opens.thread().unpark();
    opens.join().unwrap();
    assert!(tries <= 1000);
}

//~ FAILS panic
//~ LINE `if OPEN.load(SeqCst) {` or `assert_ne!(tries, 6, "the seventh try is one too many");`

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static OPEN: AtomicBool = AtomicBool::new(false);

/// How often it found the door closed, of eight times.
fn tries() -> u32 {
    let mut tries = 0;
    for _ in 0..8 {
        if OPEN.load(SeqCst) {
            break;
        }
        tries += 1;
    }
    tries
}

fn main() {
    let opens = thread::spawn(|| OPEN.store(true, SeqCst));
    let tries = tries();
    opens.join().unwrap();
    assert_ne!(tries, 6, "the seventh try is one too many");
}

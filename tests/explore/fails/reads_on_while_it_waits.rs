//~ FAILS panic

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

/// Reads a byte of a file as often as it has to wait: only the file's offset tells how often that was.
fn waits() -> u64 {
    let mut file = File::open("zeros").unwrap();
    while !READY.load(SeqCst) {
        let _ = file.read(&mut [0]).unwrap();
    }
    file.stream_position().unwrap()
}

fn main() {
    fs::write("zeros", [0; 64]).unwrap();
    let waiting = thread::spawn(waits);
    READY.store(true, SeqCst);
    assert_ne!(waiting.join().unwrap(), 7);
}

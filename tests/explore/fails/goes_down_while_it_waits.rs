//~ FAILS panic

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{env, fs, thread};

static READY: AtomicBool = AtomicBool::new(false);

fn depth() -> usize {
    env::current_dir().unwrap().components().count()
}

/// Goes one folder down as often as it has to wait: only the current folder tells how often that was.
fn waits() {
    while !READY.load(SeqCst) {
        let _ = env::set_current_dir("down");
    }
}

fn main() {
    fs::create_dir_all("down/".repeat(20)).unwrap();
    let top = depth();
    let waiting = thread::spawn(waits);
    READY.store(true, SeqCst);
    waiting.join().unwrap();
    assert_ne!(depth() - top, 7);
}

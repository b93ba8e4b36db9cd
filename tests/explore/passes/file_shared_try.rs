//~ PASSES
//~ OUTCOMES within 2: `alone`, `together`
//! A thread tries for a shared lock while main may hold it shared too, and copies.
// Where the numbers come from: shared locks are compatible, so the try succeeds
// whether main has unlocked by then or not.

use std::fs::{self, File};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static HOLDS: AtomicBool = AtomicBool::new(true);

fn main() {
    fs::write("text", "abc").unwrap();
    let mine = File::open("text").unwrap();
    mine.lock_shared().unwrap();
    let reader = thread::spawn(|| {
        let theirs = File::open("text").unwrap();
        theirs.try_lock_shared().unwrap();
        let together = HOLDS.load(SeqCst);
        assert_eq!(fs::copy("text", "copy").unwrap(), 3);
        together
    });
    HOLDS.store(false, SeqCst);
    mine.unlock().unwrap();
    let together = reader.join().unwrap();
    println!("{}", if together { "together" } else { "alone" });
    assert_eq!(fs::read("copy").unwrap(), b"abc");
}

//~ PASSES
//! Prints a megabyte line by line, while another thread waits for a lock.

use std::sync::Mutex;
use std::thread;

static TURN: Mutex<()> = Mutex::new(());

fn main() {
    let guard = TURN.lock().unwrap();
    let other = thread::spawn(|| drop(TURN.lock().unwrap()));
    let text = "x".repeat(999);
    for _ in 0..1_000 {
        println!("{text}");
    }
    drop(guard);
    other.join().unwrap();
}

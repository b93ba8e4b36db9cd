//~ PASSES
//! Prints megabytes in a few calls, from two threads.

use std::sync::Mutex;
use std::thread;

static TURN: Mutex<()> = Mutex::new(());

fn report(letter: &str) {
    let text = letter.repeat(2_400_000);
    let _turn = TURN.lock().unwrap();
    println!("{text}");
}

fn main() {
    let other = thread::spawn(|| report("a"));
    report("b");
    other.join().unwrap();
}

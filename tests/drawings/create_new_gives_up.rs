//! A thread that finds the lock file already there gives up.

use std::fs::{self, File};
use std::thread;

fn enter() -> bool {
    match File::create_new("lock") {
        Ok(_) => true,
        Err(_) => false,
    }
}

fn add(step: i64) {
    // Gives up if the lock is held.
    if enter() {
        let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
        fs::write("counter.txt", (value + step).to_string()).unwrap();
        fs::remove_file("lock").unwrap();
    }
}

fn main() {
    fs::write("counter.txt", "0").unwrap();
    let inc = thread::spawn(|| add(1));
    let dec = thread::spawn(|| add(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(fs::read_to_string("counter.txt").unwrap(), "0");
}

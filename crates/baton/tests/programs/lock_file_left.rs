//! A lock file that is never removed.

use std::fs;
use std::thread;

fn enter() {
    while fs::create_dir("lock").is_err() {}
}

fn main() {
    let threads = [thread::spawn(enter), thread::spawn(enter)];
    threads.map(|thread| thread.join().unwrap());
    println!("both");
}

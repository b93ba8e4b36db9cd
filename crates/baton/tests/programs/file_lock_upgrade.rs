//! Two handles of a file hold a shared lock and both ask for the exclusive one: the shared lock is released first.

use std::fs::File;
use std::thread;

fn upgrade() {
    let file = File::create("lock").unwrap();
    file.lock_shared().unwrap();
    file.lock().unwrap();
}

fn main() {
    let other = thread::spawn(upgrade);
    upgrade();
    other.join().unwrap();
    println!("done");
}

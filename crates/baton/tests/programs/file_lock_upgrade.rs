//! Two openings of a file that have a shared lock and both want it alone: the shared one is given up first.

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

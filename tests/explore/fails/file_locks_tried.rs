//~ FAILS livelock
//~ LINE `while second.try_lock().is_err() {` or `thread::yield_now();`
//~ OUTCOMES within 1: `done`, `Livelock`
//! Two processes, each holding its own lock file, poll the other's.
// Where the numbers come from: each holds its first lock, or one holds both.

use std::fs::File;
use std::{env, process::Command, thread};

fn main() {
    if let Some(order) = env::args().nth(1) {
        let first = File::create(&order[..1]).unwrap();
        let second = File::create(&order[1..]).unwrap();
        first.lock().unwrap();
        while second.try_lock().is_err() {
            thread::yield_now();
        }
        return;
    }
    let me = env::current_exe().unwrap();
    let children = ["ab", "ba"].map(|order| Command::new(&me).arg(order).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    println!("done");
    assert_eq!(well, [true, true]);
}

//~ PASSES
//~ OUTCOMES within 1: `3`
//! Two processes, one with a second thread: a Mutex within, a file lock between.
// Where the numbers come from: no task reads the file while another changes it.

use std::fs::{self, File};
use std::process::Command;
use std::sync::Mutex;
use std::{env, thread};

static INSIDE: Mutex<()> = Mutex::new(());

fn count() {
    let _inside = INSIDE.lock().unwrap();
    let lock = File::open("counter.lock").unwrap();
    lock.lock().unwrap();
    let value: u32 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + 1).to_string()).unwrap();
}

fn main() {
    if env::args().len() > 1 {
        let other = thread::spawn(count);
        count();
        return other.join().unwrap();
    }
    fs::write("counter.lock", "").unwrap();
    fs::write("counter.txt", "0").unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    count();
    let well = child.wait().unwrap().success();
    let value = fs::read_to_string("counter.txt").unwrap();
    println!("{value}");
    assert!(well && value == "3");
}

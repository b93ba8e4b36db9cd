//~ HOLDS
//! Two processes with two threads each: a lock inside, a file lock between.

use std::fs::{self, File};
use std::process::Command;
use std::sync::Mutex;
use std::{env, thread};

static GATE: Mutex<()> = Mutex::new(());

fn count() {
    let _inside = GATE.lock().unwrap();
    let lock = File::create("lock").unwrap();
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
    fs::write("counter.txt", "0").unwrap();
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    let value = fs::read_to_string("counter.txt").unwrap();
    println!("{value}");
    assert!(well == [true, true] && value == "4");
}

//~ FAILS panic
//~ LINE `fs::rename(mine, "counter.txt").unwrap();` or `assert!(value == "0", "{value} is left");`
//~ OUTCOMES within 1: `0`, `panic: -1 is left`, `panic: 1 is left`
//! The lock is a static: each process has its own, so it excludes no other process.
// Where the numbers come from: the rename replaces the whole text, so no
// process reads half of it; but an update is lost when one reads before the
// other renames.

use std::sync::Mutex;
use std::{env, fs, process::Command};

static LOCK: Mutex<()> = Mutex::new(());

fn count(step: i64) {
    let _guard = LOCK.lock().unwrap();
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    let mine = format!("{step}.tmp");
    fs::write(&mine, (value + step).to_string()).unwrap();
    fs::rename(mine, "counter.txt").unwrap();
}

fn main() {
    if let Some(step) = env::args().nth(1) {
        return count(step.parse().unwrap());
    }
    fs::write("counter.txt", "0").unwrap();
    let me = env::current_exe().unwrap();
    let children = ["1", "-1"].map(|step| Command::new(&me).arg(step).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    let value = fs::read_to_string("counter.txt").unwrap();
    assert_eq!(well, [true, true]);
    assert!(value == "0", "{value} is left");
    println!("{value}");
}

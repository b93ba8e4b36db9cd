//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `0`
//! `status` waits for the child, so the second starts when the first has ended.
// Where the numbers come from: no two processes run at the same time.

use std::fs;
use std::{env, process::Command};

fn main() {
    if let Some(step) = env::args().nth(1) {
        let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
        let step: i64 = step.parse().unwrap();
        return fs::write("counter.txt", (value + step).to_string()).unwrap();
    }
    fs::write("counter.txt", "0").unwrap();
    let me = env::current_exe().unwrap();
    let well = ["1", "-1"].map(|step| Command::new(&me).arg(step).status().unwrap().success());
    let value = fs::read_to_string("counter.txt").unwrap();
    println!("{value}");
    assert!(well == [true, true] && value == "0");
}

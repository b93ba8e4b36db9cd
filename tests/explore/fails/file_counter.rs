//~ FAILS panic
//~ LINE `let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();` or `fs::write("counter.txt", (value + step).to_string()).unwrap();` or `assert!(well == [true, true], "a child failed");` or `assert!(value == "0", "{value} is left");`
//~ OUTCOMES within 2: `0`, `panic: -1 is left`, `panic: 1 is left`, `panic: 11 is left`, `panic: a child failed`
//! One process counts counter.txt up and another counts it down, without a lock.
// Where the numbers come from: one process reads before the other writes: a lost
// update; one reads between truncating and writing, and finds no number; both
// truncate, then both write, the shorter over the longer: `1` over `-1` leaves `11`.

use std::fs;
use std::{env, process::Command};

fn count(step: i64) {
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + step).to_string()).unwrap();
}

fn main() {
    if let Some(step) = env::args().nth(1) {
        return count(step.parse().unwrap());
    }
    fs::write("counter.txt", "0").unwrap();
    let me = env::current_exe().unwrap();
    let children = ["1", "-1"].map(|step| Command::new(&me).arg(step).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    assert!(well == [true, true], "a child failed");
    let value = fs::read_to_string("counter.txt").unwrap();
    assert!(value == "0", "{value} is left");
    println!("{value}");
}

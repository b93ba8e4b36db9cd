//! One process counts counter.txt up and another counts it down.

use std::fs;
use std::process::Command;

fn count(step: i64) {
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + step).to_string()).unwrap();
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("inc") => return count(1),
        Some("dec") => return count(-1),
        _ => {}
    }
    fs::write("counter.txt", "0").unwrap();
    let me = std::env::current_exe().unwrap();
    let mut inc = Command::new(&me).arg("inc").spawn().unwrap();
    let mut dec = Command::new(&me).arg("dec").spawn().unwrap();
    if !inc.wait().unwrap().success() | !dec.wait().unwrap().success() {
        println!("a child failed");
        return;
    }
    println!("{}", fs::read_to_string("counter.txt").unwrap());
}

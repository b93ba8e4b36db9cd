//! One process counts counter.txt up and another counts it down, `ROUNDS` times each, without a lock.

use std::process::Command;
use std::{env, fs};

fn count(step: i64) {
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + step).to_string()).unwrap();
}

fn main() {
    let rounds = env::var("ROUNDS").map_or(2, |rounds| rounds.parse().unwrap());
    match env::args().nth(1).as_deref() {
        Some("inc") => return (0..rounds).for_each(|_| count(1)),
        Some("dec") => return (0..rounds).for_each(|_| count(-1)),
        _ => fs::write("counter.txt", "0").unwrap(),
    }
    let start = |side| Command::new(env::current_exe().unwrap()).arg(side).spawn();
    let (mut inc, mut dec) = (start("inc").unwrap(), start("dec").unwrap());
    assert!(inc.wait().unwrap().success());
    assert!(dec.wait().unwrap().success());
    assert_eq!(fs::read_to_string("counter.txt").unwrap(), "0");
}

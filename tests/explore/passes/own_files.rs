//~ PASSES
//~ OUTCOMES within 1: `3`
//! Each process has its own file; the parent adds the two up.
// Where the numbers come from: 1 and 2, each written by one process only.

use std::fs;
use std::{env, process::Command};

fn main() {
    if let Some(number) = env::args().nth(1) {
        return fs::write(format!("{number}.txt"), number).unwrap();
    }
    let me = env::current_exe().unwrap();
    let children = ["1", "2"].map(|number| Command::new(&me).arg(number).spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let sum: u32 = ["1.txt", "2.txt"]
        .map(|file| fs::read_to_string(file).unwrap().parse::<u32>().unwrap())
        .iter()
        .sum();
    println!("{sum}");
    assert_eq!(sum, 3);
}

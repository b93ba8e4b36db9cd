//~ FAILS deadlock
//~ LINE `second.lock().unwrap();`
//~ OUTCOMES within 1: `Deadlock`, `done`
//! Two processes acquire two file locks in opposite order.
// Where the numbers come from: each process holds its first lock and is blocked
// on the other's.

use std::fs::File;
use std::{env, process::Command};

fn main() {
    if let Some(order) = env::args().nth(1) {
        let first = File::create(&order[..1]).unwrap();
        let second = File::create(&order[1..]).unwrap();
        first.lock().unwrap();
        second.lock().unwrap();
        return;
    }
    let me = env::current_exe().unwrap();
    let children = ["ab", "ba"].map(|order| Command::new(&me).arg(order).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    println!("done");
    assert_eq!(well, [true, true]);
}

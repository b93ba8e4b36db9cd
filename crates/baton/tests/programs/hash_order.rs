//! The order of a hash map, in two processes and so with two sets of keys.

use std::collections::HashMap;
use std::process::Command;

fn order() -> String {
    let map: HashMap<u32, ()> = (0..20).map(|number| (number, ())).collect();
    format!("{:?}", map.keys().collect::<Vec<_>>())
}

fn main() {
    if std::env::args().len() > 1 {
        print!("{}", order());
        return;
    }
    let me = std::env::current_exe().unwrap();
    let other = Command::new(me).arg("child").output().unwrap();
    let same = other.stdout == order().into_bytes();
    println!("{}", if same { "same" } else { "different" });
    // For the test, which compares executions.
    eprintln!("{}", order());
}

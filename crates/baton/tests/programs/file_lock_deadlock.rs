//! Two processes acquire two file locks in opposite order, and release them by closing the files.

use std::fs::File;
use std::process::Command;

fn main() {
    let order = match std::env::args().nth(1).as_deref() {
        Some("there") => ["a", "b"],
        Some("back") => ["b", "a"],
        _ => {
            let me = std::env::current_exe().unwrap();
            let mut there = Command::new(&me).arg("there").spawn().unwrap();
            let mut back = Command::new(&me).arg("back").spawn().unwrap();
            there.wait().unwrap();
            back.wait().unwrap();
            println!("done");
            return;
        }
    };
    let [first, second] = order.map(|name| File::create(name).unwrap());
    first.lock().unwrap();
    second.lock().unwrap();
}

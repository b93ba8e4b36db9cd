//! The output of a child, and its exit code.

use std::process::Command;

fn main() {
    if std::env::args().nth(1).is_some() {
        print!("{} {}", std::env::args().nth(1).unwrap(), std::env::var("COLOUR").unwrap());
        std::process::exit(7);
    }
    let me = std::env::current_exe().unwrap();
    let output = Command::new(me).arg("from a child").env("COLOUR", "blue").output().unwrap();
    println!("{} {:?}", String::from_utf8(output.stdout).unwrap(), output.status.code());
}

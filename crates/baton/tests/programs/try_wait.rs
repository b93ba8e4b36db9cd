//! A process that is polled once, then killed: it may have ended before either.

use std::process::Command;

fn main() {
    if std::env::args().len() > 1 {
        return;
    }
    let me = std::env::current_exe().unwrap();
    let mut child = Command::new(me).arg("child").spawn().unwrap();
    let seen = child.try_wait().unwrap().map(|status| status.success());
    child.kill().unwrap();
    println!("{seen:?} {}", child.wait().unwrap());
}

//! The statics of each process of each execution start with their initial values.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

static STARTS: AtomicU32 = AtomicU32::new(0);

fn main() {
    let here = STARTS.fetch_add(1, SeqCst);
    if std::env::args().nth(1).as_deref() == Some("child") {
        println!("child {here}");
        return;
    }
    println!("parent {here}");
    let me = std::env::current_exe().unwrap();
    assert!(Command::new(me).arg("child").status().unwrap().success());
}

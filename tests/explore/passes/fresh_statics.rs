//~ PASSES
//~ OUTCOMES within 1: `11`
//! Each process has its own statics: both children count from 0.
// Where the numbers come from: both append 1, whichever is first.

use std::fs::OpenOptions;
use std::io::Write;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{env, fs};

static STARTS: AtomicU32 = AtomicU32::new(0);

fn main() {
    let start = STARTS.fetch_add(1, SeqCst) + 1;
    if env::args().len() > 1 {
        let mut log = OpenOptions::new()
            .append(true)
            .create(true)
            .open("log")
            .unwrap();
        return write!(log, "{start}").unwrap();
    }
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let log = fs::read_to_string("log").unwrap();
    println!("{log}");
    assert_eq!(log, "11");
}

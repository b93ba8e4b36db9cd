//~ PASSES
//! Each step creates a file in a folder of its process, and the parent counts the files.

use std::fs;

fn start() {
    for folder in ["inc", "dec"] {
        fs::create_dir(folder).expect("it is not there yet");
    }
}

fn inc(rounds: u64) {
    for step in 0..rounds {
        fs::write(format!("inc/{step}"), "x").expect("a file can be made");
    }
}

fn dec(rounds: u64) {
    for step in 0..rounds {
        fs::write(format!("dec/{step}"), "x").expect("a file can be made");
    }
}

fn counter() -> i64 {
    let files = |folder| fs::read_dir(folder).expect("it is there").count() as i64;
    files("inc") - files("dec")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

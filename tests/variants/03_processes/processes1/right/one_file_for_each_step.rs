//~ PASSES
//! Each step creates a file in a folder of its process, and the parent counts the files.

use std::fs;

fn start() {
    for folder in ["inc", "dec"] {
        fs::create_dir(folder).unwrap();
    }
}

fn inc(rounds: u64) {
    for step in 0..rounds {
        fs::write(format!("inc/{step}"), "x").unwrap();
    }
}

fn dec(rounds: u64) {
    for step in 0..rounds {
        fs::write(format!("dec/{step}"), "x").unwrap();
    }
}

fn counter() -> i64 {
    let files = |folder| fs::read_dir(folder).unwrap().count() as i64;
    files("inc") - files("dec")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

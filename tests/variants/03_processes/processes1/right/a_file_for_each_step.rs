//~ PASSES
//! Each step creates its own file, and the parent counts the files in each folder.

use std::fs::{self, File};

/// Before the two processes start: two empty folders.
fn start() {
    for folder in ["up", "down"] {
        fs::create_dir(folder).unwrap();
    }
}

/// What the process `inc` does: makes a file for each step, `rounds` times.
fn inc(rounds: u64) {
    for step in 0..rounds {
        File::create(format!("up/{step}")).unwrap();
    }
}

/// What the process `dec` does: makes a file for each step, `rounds` times.
fn dec(rounds: u64) {
    for step in 0..rounds {
        File::create(format!("down/{step}")).unwrap();
    }
}

/// After both processes are done: how many more files `inc` has made than `dec`.
fn counter() -> i64 {
    files("up") - files("down")
}

fn files(folder: &str) -> i64 {
    let files = fs::read_dir(folder).unwrap();
    files.fold(0, |count, _| count + 1)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

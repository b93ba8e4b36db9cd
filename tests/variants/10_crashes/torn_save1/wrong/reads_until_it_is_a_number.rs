//~ FAILS livelock at `fs::write(FILE, value.to_string()).unwrap();`
//! It reads again until there is a number, which no process will ever write.

use std::fs::{self, File};

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let _lock = lock();
    let value = load();
    save(value + step);
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    loop {
        let text = fs::read_to_string(FILE).unwrap();
        if let Ok(value) = text.parse() {
            return value;
        }
        std::thread::yield_now();
    }
}

fn save(value: i64) {
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

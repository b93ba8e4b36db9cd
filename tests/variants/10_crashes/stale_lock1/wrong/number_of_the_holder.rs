//~ FAILS livelock at `Ok(mut file) => return file.write_all(&me).unwrap(),`
//! The file says which process holds the lock, but it is created first, and written after that.

use std::fs::{self, File};
use std::io::Write;
use std::thread;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero, and no process holds the lock.
fn start() {
    let _ = fs::remove_file(LOCK_FILE);
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    acquire();
    let value = load();
    save(value + step);
    fs::remove_file(LOCK_FILE).unwrap();
}

fn acquire() {
    let me = std::process::id().to_string().into_bytes();
    loop {
        match File::create_new(LOCK_FILE) {
            Ok(mut file) => return file.write_all(&me).unwrap(),
            // One's own lock of an earlier life could be taken over. Whose is this one?
            Err(_) if fs::read(LOCK_FILE).is_ok_and(|holder| holder == me) => return,
            Err(_) => thread::yield_now(),
        }
    }
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.trim().parse().unwrap()
}

/// A single write of eight bytes, so that no crash can leave half a number.
fn save(value: i64) {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(FILE);
    let text = format!("{value:8}");
    file.unwrap().write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

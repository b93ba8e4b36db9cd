//~ FAILS wrong_result at `fs::write(FILE, value.to_string()).unwrap();`
//! It polls the lock a hundred times and then proceeds without it.

use std::fs;

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        add(1);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
    }
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let lock = fs::File::create("counter.lock").unwrap();
    for _ in 0..100 {
        if lock.try_lock().is_ok() {
            break;
        }
        std::thread::yield_now();
    }
    let value = load();
    save(value + step);
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number: another save is running"),
    }
}

fn save(value: i64) {
    // Truncates the file first, then writes the number.
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

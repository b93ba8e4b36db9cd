//! The lock is on the file, and a new file is renamed over it: two locks under one name.

use std::fs::{self, File};
use std::io::Read;

const FILE: &str = "counter.txt";

fn add(step: i64) {
    let mut file = File::open(FILE).unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let value: i64 = text.parse().unwrap();
    let temporary = format!("counter.{step}");
    fs::write(&temporary, (value + step).to_string()).unwrap();
    fs::rename(&temporary, FILE).unwrap();
}

fn main() {
    fs::write(FILE, "0").unwrap();
    let threads = [("inc", 1), ("dec", -1)].map(|(name, step)| {
        std::thread::Builder::new()
            .name(name.into())
            .spawn(move || add(step))
            .unwrap()
    });
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(fs::read_to_string(FILE).unwrap(), "0");
}

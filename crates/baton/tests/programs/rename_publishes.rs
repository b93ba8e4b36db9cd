//! A file is written under another name and then renamed: no process sees half of it.

use std::fs;
use std::thread;

fn main() {
    fs::write("value", "old").unwrap();
    let writes = thread::spawn(|| {
        fs::write("value.new", "new").unwrap();
        fs::rename("value.new", "value").unwrap();
    });
    println!("{}", fs::read_to_string("value").unwrap());
    writes.join().unwrap();
}

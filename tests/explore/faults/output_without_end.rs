//~ FAILS output_limit
//! Prints endlessly, two kilobytes at a time.

use std::thread;

fn main() {
    let prints = thread::spawn(|| {
        loop {
            println!("{}", "and so on, ".repeat(200));
        }
    });
    assert!(prints.join().is_ok());
}

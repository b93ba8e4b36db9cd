//~ FAILS output_limit
//! Prints without end.

use std::thread;

fn main() {
    let prints = thread::spawn(|| {
        loop {
            println!("and so on");
        }
    });
    assert!(prints.join().is_ok());
}

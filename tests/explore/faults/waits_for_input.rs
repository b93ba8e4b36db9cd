//~ PASSES
//! Reads from standard input, where there is nothing.

use std::io;

fn main() {
    let mut line = String::new();
    let length = io::stdin().read_line(&mut line).unwrap();
    assert_eq!((length, line.as_str()), (0, ""));
}

//~ PASSES
//! Reads from standard input, which is empty.

use std::io;

fn main() {
    let mut line = String::new();
    let length = io::stdin().read_line(&mut line).unwrap();
    assert_eq!((length, line.as_str()), (0, ""));
}

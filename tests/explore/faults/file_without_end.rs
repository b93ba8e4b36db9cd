//~ FAILS signal, panic, exit_code
//! Writes a file until the limit of its size is reached.

use std::fs::File;
use std::io::Write;

fn main() {
    let mut file = File::create("file").unwrap();
    let block = vec![0; 1 << 22];
    for _ in 0..1 << 10 {
        file.write_all(&block).unwrap();
    }
}

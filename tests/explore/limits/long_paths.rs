//~ NOT_RUN bytes of paths
//~ LINE `assert!(!fs::exists(format!("{folder}{number}")).unwrap());`
//! A correct program with more paths, of four thousand bytes each, than can be stored.

use std::fs;

fn main() {
    let folder = "d/".repeat(2000);
    for number in 0..3000 {
        assert!(!fs::exists(format!("{folder}{number}")).unwrap());
    }
}

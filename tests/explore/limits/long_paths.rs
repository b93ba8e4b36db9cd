//~ NOT_RUN bytes of paths
//~ LINE `assert!(!fs::exists(format!("{folder}{number}")).unwrap());`
//! A right program with more paths, each of four thousand bytes, than can be kept.

use std::fs;

fn main() {
    let folder = "d/".repeat(2000);
    for number in 0..3000 {
        assert!(!fs::exists(format!("{folder}{number}")).unwrap());
    }
}

//~ NOT_RUN `/tmp/racelings-test-folder`
//~ LINE `fs::create_dir("../../../../tmp/racelings-test-folder").unwrap();`
//! The same, with a path that leads out of the folder.

use std::fs;

fn main() {
    fs::create_dir("../../../../tmp/racelings-test-folder").unwrap();
    fs::remove_dir("../../../../tmp/racelings-test-folder").unwrap();
}

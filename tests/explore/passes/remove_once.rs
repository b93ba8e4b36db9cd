//~ PASSES
//~ OUTCOMES within 2: `false true`, `true false`
//! Two threads remove the same file; exactly one succeeds.
// Where the numbers come from: the first thread finds it.

use std::fs;
use std::thread;

fn main() {
    fs::write("file", "").unwrap();
    let removes = || fs::remove_file("file").is_ok();
    let a = thread::spawn(removes);
    let b = thread::spawn(removes);
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    println!("{a} {b}");
    assert!(a != b && !fs::exists("file").unwrap());
}

//~ PASSES
//~ OUTCOMES within 2: `a`, `b`
//~ EXECUTIONS within 1: 12
//! Two processes create the same new file; exactly one succeeds.
// Where the numbers come from: each child has 3 steps: begin, create, exit. No
// preemption, 3 executions: A then the parent or B; or B then A. One: of the
// parent before it starts B (1), of A before its 2nd or 3rd step (2), of B
// after A (2), of B before A, with the parent or B continuing (2 * 2). 3 + 9 =
// 12.

use std::fs::File;
use std::{env, process, process::Command};

fn main() {
    if env::args().len() > 1 {
        process::exit(if File::create_new("winner").is_ok() {
            3
        } else {
            4
        });
    }
    let me = env::current_exe().unwrap();
    let children = ["a", "b"].map(|name| Command::new(&me).arg(name).spawn().unwrap());
    let [a, b] = children.map(|mut child| child.wait().unwrap().code().unwrap());
    println!("{}", if a == 3 { "a" } else { "b" });
    assert_eq!(a + b, 7);
}

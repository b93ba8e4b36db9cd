//~ FAILS panic
//~ LINE `child.kill().unwrap();` or `assert!(!status.success(), "{status}");` or `let status = child.wait().unwrap();`
//~ OUTCOMES within 2: `killed`, `panic: exit status: 0`
//~ EXECUTIONS within 1: 2
//! The parent kills the child and assumes that it was still running.
// Where the numbers come from: the parent has one step before it waits: the
// kill. No preemption: the child never begins. One, before that step: the child
// runs to its end, and the kill comes too late.

use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(!status.success(), "{status}");
    println!("killed");
}

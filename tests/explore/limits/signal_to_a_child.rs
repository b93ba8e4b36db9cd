//~ NOT_RUN signals (`kill`)
//~ LINE `assert_eq!(unsafe { kill(child.id() as i32, 9) }, 0);`
//! Ends a child by a system call of its own.

use std::env;
use std::process::Command;

unsafe extern "C" {
    fn kill(id: i32, signal: i32) -> i32;
}

fn main() {
    if env::args().len() > 1 {
        loop {
            std::thread::park();
        }
    }
    let mut child = Command::new(env::current_exe().unwrap()).arg("child").spawn().unwrap();
    assert_eq!(unsafe { kill(child.id() as i32, 9) }, 0);
    child.wait().unwrap();
}

//~ NOT_RUN without a step that other threads could see
//~ LINE `let _beside = child.spawn().unwrap();`
//! A child runs forever without a step. The parent does not wait for it.

use std::hint::black_box;
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        loop {
            black_box(1);
        }
    }
    let mut child = Command::new(env::current_exe().unwrap());
    child.arg("child");
    let _beside = child.spawn().unwrap();
    println!("done");
}

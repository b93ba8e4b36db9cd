//~ FAILS signal, exit_code
//! Of two children the second aborts; the parent reports that failure.

use std::env;
use std::fs::File;
use std::process::{self, Command};

fn main() {
    if env::args().len() > 1 {
        if File::create_new("first").is_err() {
            process::abort();
        }
        return;
    }
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    process::exit(if well == [true, true] { 0 } else { 7 });
}

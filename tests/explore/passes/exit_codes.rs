//~ PASSES
//~ OUTCOMES within 2: `3 101`
//! The exit codes of children: from `exit`, and from a panic.
// Where the numbers come from: each code belongs to its child.

use std::process::{Command, Stdio, exit};
use std::{env, panic};

fn main() {
    match env::args().nth(1).as_deref() {
        Some("exits") => exit(3),
        Some(_) => {
            panic::set_hook(Box::new(|_| {}));
            panic!("on purpose");
        }
        None => {}
    }
    let me = env::current_exe().unwrap();
    let children = ["exits", "panics"].map(|name| {
        Command::new(&me)
            .arg(name)
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    });
    let [exits, panics] = children.map(|mut child| child.wait().unwrap().code().unwrap());
    println!("{exits} {panics}");
    assert_eq!((exits, panics), (3, 101));
}

//~ PASSES
//~ OUTCOMES within 1: `true`
//! Each process has its own id, and the parent knows those of its children.
// Where the numbers come from: what a child prints as its id is what `id` returns.

use std::env;
use std::process::{self, Command, Stdio};

fn main() {
    if env::args().len() > 1 {
        return print!("{}", process::id());
    }
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| {
        let child = Command::new(&me)
            .arg("child")
            .stdout(Stdio::piped())
            .spawn();
        let child = child.unwrap();
        (child.id(), child)
    });
    let ids = children.map(|(id, child)| {
        let said = child.wait_with_output().unwrap().stdout;
        assert_eq!(String::from_utf8(said).unwrap(), id.to_string());
        id
    });
    let differ = ids[0] != ids[1] && !ids.contains(&process::id());
    println!("{differ}");
    assert!(differ);
}

//~ PASSES
//~ OUTCOMES within 2: `x y|blue|none|sub`
//! A child's arguments, environment, folder and output.
// Where the numbers come from: there is no other outcome.

use std::process::{Command, Stdio};
use std::{env, fs};

fn main() {
    if env::args().len() > 1 {
        let words: Vec<String> = env::args().skip(1).collect();
        let [colour, gone] = ["COLOUR", "GONE"].map(|name| env::var(name).unwrap_or("none".into()));
        let folder = env::current_dir().unwrap();
        let folder = folder.file_name().unwrap().to_string_lossy();
        return println!("{}|{colour}|{gone}|{folder}", words.join(" "));
    }
    fs::create_dir("sub").unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["x", "y"])
        .env("COLOUR", "blue")
        .env("GONE", "1")
        .env_remove("GONE");
    command
        .current_dir("sub")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    println!("{text}");
    assert!(output.status.success() && text == "x y|blue|none|sub\n");
}

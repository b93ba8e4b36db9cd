//~ PASSES
//~ OUTCOMES within 1: `aa`, `bb`
//! A writer under the exclusive lock writes in two halves; a reader under the
//! shared lock never sees one half.
// Where the numbers come from: the reader comes before the writer or after it.

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::{env, process::Command};

fn main() {
    match env::args().nth(1).as_deref() {
        Some("write") => {
            let mut file = File::options().write(true).open("pair.txt").unwrap();
            file.lock().unwrap();
            file.write_all(b"b").unwrap();
            assert_eq!(file.stream_position().unwrap(), 1);
            file.write_all(b"b").unwrap();
        }
        Some(_) => {
            let lock = File::open("pair.txt").unwrap();
            lock.lock_shared().unwrap();
            print!("{}", fs::read_to_string("pair.txt").unwrap());
        }
        None => {
            fs::write("pair.txt", "aa").unwrap();
            let me = env::current_exe().unwrap();
            let mut writer = Command::new(&me).arg("write").spawn().unwrap();
            let reader = Command::new(&me).arg("read").output().unwrap();
            assert!(writer.wait().unwrap().success());
            let seen = String::from_utf8(reader.stdout).unwrap();
            println!("{seen}");
            assert!(seen == "aa" || seen == "bb");
        }
    }
}

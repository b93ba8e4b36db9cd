//! Lines printed in pieces get mixed up; whole lines do not.

use std::process::Command;

fn main() {
    if let Some(word) = std::env::args().nth(1) {
        print!("{word}");
        println!("{word}");
        return;
    }
    let me = std::env::current_exe().unwrap();
    let [mut a, mut b] = ["a", "b"].map(|word| Command::new(&me).arg(word).spawn().unwrap());
    a.wait().unwrap();
    b.wait().unwrap();
}

//~ PASSES
//~ OUTCOMES within 2: `a`, `b`, `a | b`, `b | a`
//! Whichever thread is done first ends the program, if main does not before.
// How the numbers come about: each prints before it ends the program; the other
// may have printed by then, or not.

use std::{process, thread};

fn main() {
    for name in ["a", "b"] {
        thread::spawn(move || {
            println!("{name}");
            process::exit(0);
        });
    }
    loop {
        thread::park();
    }
}

//~ PASSES
//~ OUTCOMES within 2: `a`, `b`, `a | b`, `b | a`
//! The first thread that is done ends the program, unless main does so before.
// Where the numbers come from: each prints before it ends the program; the
// other may have printed by then, or not.

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

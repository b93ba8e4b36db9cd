//! Two helpers fill a jar: each of them puts its sweets in, one at a time.
//!
//! A closure with `move` owns what it uses. So both helpers can use the jar,
//! although it is a variable of `count`. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin intro3
//! ```
//!
//! You see `first helper: 5000000 sweets in the jar`, the same from the second
//! one, and then `sweets in the jar: 0, expected 10000000`. Both helpers have
//! worked, `count` has waited for both, and the jar is empty. Every run prints
//! the same, so this is no race. Where are the sweets?
//!
//! Once fixed, the program prints `Counter = 0` (the difference from what is
//! expected), and both helpers still work at the same time.
//!
//! Try it: remove the two `move`. What does the compiler say about each of them?
//!
//! New Rust here: `thread::spawn` takes a closure and returns a handle. `join` waits
//! for the thread, and returns what its closure returns.

use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let mut jar = 0;

    // TODO: How many jars are there?
    let one = thread::spawn(move || {
        for _ in 0..first {
            jar += 1;
        }
        println!("first helper: {jar} sweets in the jar");
    });
    let other = thread::spawn(move || {
        for _ in 0..second {
            jar += 1;
        }
        println!("second helper: {jar} sweets in the jar");
    });
    one.join().unwrap();
    other.join().unwrap();

    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
        // The first worker does `extra` more rounds.
        let expected = 2 * rounds + extra;
        let counted: u64 = count(rounds + extra, rounds);
        std::println!("sweets in the jar: {counted}, expected {expected}");
        let counter = i128::from(counted) - i128::from(expected);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the work of both should count");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds the first does.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}

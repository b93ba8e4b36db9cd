//! Solution of intro3: each helper returns what it has put in, and `count` adds up.

use std::thread;

/// Puts `sweets` sweets into a bag, and returns the bag.
fn fill(sweets: u64) -> u64 {
    let mut bag = 0;
    for _ in 0..sweets {
        bag += 1;
    }
    bag
}

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    // In the starter there were three jars. An integer is `Copy`: a closure with `move`
    // gets a copy of it, and what the thread does to its copy, no other thread sees. So
    // each helper filled a jar of its own, and the one of `count` stayed empty.
    //
    // What a thread has computed comes back through `join`: it returns what the closure
    // returns. Nothing is shared while the helpers work, so nothing can go wrong.
    let one = thread::spawn(move || fill(first));
    let other = thread::spawn(move || fill(second));
    one.join().unwrap() + other.join().unwrap()
}

// What other fixes cost: an atomic that both helpers change needs a single step for each
// sweet, and the processors pass its memory to and fro. A `thread::scope` lets the helpers
// borrow it from `count`, without a `static`. With a channel, each sweet is a message.
//
// Your tries: without `move`, the closure borrows `jar`. The compiler rejects this, because
// a thread could go on when `count` has returned and `jar` is gone (E0373). In a
// `thread::scope` it cannot, but then the compiler rejects two threads that borrow one
// variable to change it (E0499). That is how Rust keeps you from a data race.

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

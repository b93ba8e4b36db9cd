//! Solution of arc1: one list, and a clone of its `Arc` for each thread.

use std::sync::{Arc, Mutex};
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &Mutex<u64>, rounds: u64) {
    for _ in 0..rounds {
        *votes.lock().unwrap() += 1;
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    // In the starter, `handle` copied the number and put the copy into a new Mutex, in a new
    // Arc. So there were three lists with three locks, and the one of `count` stayed empty. A
    // lock keeps threads apart only if all of them lock the same one.
    //
    // `Arc::new` is called once: there is one list. `Arc::clone` copies no list, only the
    // handle to it, and counts how many handles there are.
    let votes = Arc::new(Mutex::new(0));
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes.lock().unwrap()
}

// What other fixes cost: with `thread::scope` the threads borrow the list from `count`, and
// need no Arc; but the scope ends only when both are done. An `Arc<AtomicU64>` needs no lock.
// If each clerk returns its own number, nothing is shared, and `count` adds up.
//
// Your tries: an Arc<Cell<u64>> cannot be sent to a thread, because Cell<u64> is not `Sync`:
// two threads could change it through `&Cell` at the same time. An Rc is not `Send`: its
// count of handles is a plain number, and two threads could change that. The compiler
// rejects both (E0277). What it cannot see is how many lists you meant to have.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200_000), number("EXTRA", 0));
        // The first worker does `extra` more rounds.
        let expected = 2 * rounds + extra;
        let counted: u64 = count(rounds + extra, rounds);
        std::println!("votes: {counted}, expected {expected}");
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

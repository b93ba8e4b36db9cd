//~ HOLDS
//! Each worker returns what it has counted, and the scope waits for both.

use std::sync::mpsc::sync_channel;
use std::thread;

/// Starts both workers, and adds up what they return.
fn count(up: u64, down: u64) -> [i64; 2] {
    let (to_dec, from_inc) = sync_channel(1);
    let (to_inc, from_dec) = sync_channel(1);
    thread::scope(|scope| {
        let inc = scope.spawn(move || {
            to_dec.send((1, up)).expect("the other one is there");
            let (step, times): (i64, u64) = from_dec.recv().expect("the other one is there");
            (0..times).map(|_| step).sum::<i64>()
        });
        let dec = scope.spawn(move || {
            to_inc.send((-1, down)).expect("the other one is there");
            let (step, times): (i64, u64) = from_inc.recv().expect("the other one is there");
            (0..times).map(|_| step).sum::<i64>()
        });
        let inc = inc.join().expect("inc does not panic");
        [inc, dec.join().expect("dec does not panic")]
    })
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 20_000), number("EXTRA", 0));
        let reported: [i64; 2] = count(rounds + extra, rounds);
        let [inc, dec] = reported.map(i128::from);
        std::println!("reported by inc: {inc}, by dec: {dec}");
        // After the swap, `inc` counts down, and `dec` counts up with `extra` more steps.
        let inc = inc + i128::from(rounds);
        let dec = dec - i128::from(rounds) - i128::from(extra);
        // Added without their signs, so that two wrong numbers cannot cancel out.
        let counter = inc.abs() + dec.abs();
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each should carry out the order of the other one"
        );
    }

    /// `ROUNDS`: how many steps each order has; `EXTRA`: how many more the order of `inc` has.
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

//! An election: `inc` votes yes, `dec` votes no, and one ballot is spoilt.
//!
//! The spoilt ballot says neither `yes` nor `no`, so the thread that counts it
//! panics. That is intended: the ballot does not count. But the thread panics
//! while it holds the lock. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin locks5
//! ```
//!
//! You see one panic after the other. The first is about the spoilt ballot, and
//! the last one comes from the check. What about the two in between?
//!
//! Once fixed, the program prints `Counter = 0` in every run: all other votes
//! are counted, the spoilt one is not, and there are as many ballots as votes.
//! The panic about the spoilt ballot may stay. (The line above it says how many
//! ballots and votes were counted; `Counter` is the first difference.)
//!
//! Try `ROUNDS=0`, then `ROUNDS=1`. Which threads panic, with what messages?

use std::sync::{Mutex, MutexGuard};

/// The votes counted so far: there are as many ballots as votes.
struct Votes {
    ballots: u64,
    yes: u64,
    no: u64,
}

static VOTES: Mutex<Votes> = Mutex::new(Votes {
    ballots: 0,
    yes: 0,
    no: 0,
});

/// Locks the votes.
#[track_caller] // So that a message names the line of the caller.
fn votes() -> MutexGuard<'static, Votes> {
    VOTES.lock().unwrap()
}

/// Counts a ballot that says `yes` or `no`.
fn tally(ballot: &str) {
    let mut votes = votes();
    // TODO: When the thread panics here, what has it already changed, and what not?
    votes.ballots += 1;
    match ballot {
        "yes" => votes.yes += 1,
        "no" => votes.no += 1,
        other => panic!("this ballot is spoilt: {other:?}"),
    }
}

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let votes = votes();
    [votes.ballots, votes.yes, votes.no]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{result, tally};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 100_000), number("EXTRA", 0));
        let workers = [
            ("spoilt", "yes and no", 1),
            ("inc", "yes", rounds + extra),
            ("dec", "no", rounds),
        ];
        let threads = workers.map(|(name, ballot, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..rounds).for_each(|_| tally(ballot)));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        for (name, end) in ends {
            // Only the thread that counts the spoilt ballot may panic.
            std::assert!(
                name == "spoilt" || end.is_ok(),
                "the thread `{name}` failed"
            );
        }
        let result: [u64; 3] = result();
        let [ballots, yes, no] = result.map(i128::from);
        std::println!("ballots {ballots}, yes {yes}, no {no}");
        let wrong = [
            yes - i128::from(rounds + extra),
            no - i128::from(rounds),
            ballots - (yes + no),
        ];
        let counter = wrong.into_iter().find(|wrong| *wrong != 0).unwrap_or(0);
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "each vote should be counted, and with it its ballot"
        );
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
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

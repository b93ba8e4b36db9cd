//! Solution of locks5: first do everything that can fail, then lock and change
//! the data.

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

/// What a ballot can say.
enum Vote {
    Yes,
    No,
}

/// Counts a ballot that says `yes` or `no`.
fn tally(ballot: &str) {
    // In the starter, the thread panicked when it had counted the ballot, but not yet
    // the vote. The lock was released, as on every path, but the data behind it was
    // half changed. So std marked the lock as **poisoned**: from then on each `lock()`
    // returned an `Err`, and each `unwrap` panicked.
    //
    // Here everything that can fail comes before the lock is acquired. A thread that
    // panics now holds no lock and has changed nothing.
    let vote = match ballot {
        "yes" => Vote::Yes,
        "no" => Vote::No,
        other => panic!("this ballot is spoilt: {other:?}"),
    };

    // From here on nothing can fail, so no thread panics while it holds the lock.
    let mut votes = votes();
    votes.ballots += 1;
    match vote {
        Vote::Yes => votes.yes += 1,
        Vote::No => votes.no += 1,
    }
}

// Your tries: with `ROUNDS=0` only `spoilt` counts a ballot and panics, and then `main`
// does, in `result`: its `unwrap` finds the lock poisoned. With `ROUNDS=1` `inc` and `dec`
// panic in the same way, unless they have locked the votes before `spoilt`.

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let votes = votes();
    [votes.ballots, votes.yes, votes.no]
}

// Other fixes, and what they cost: repairing the votes and `clear_poison` is right too,
// but that code hardly ever runs, so hardly ever is it tested. `into_inner` alone is
// right only if no panic leaves the votes half changed.
//
// Try: with `ROUNDS=0` only the spoilt ballot is counted, and then `main` panics, too: it
// locks the votes to read the result. With `ROUNDS=1` there are up to four panics:
// `spoilt` says what it has found, `inc` and `dec` panic with a `PoisonError` if they
// come later, and the check says which thread has failed.

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

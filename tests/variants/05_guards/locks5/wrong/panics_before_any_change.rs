//~ FAILS panic at `let mut votes = votes();`
//! Nothing is half changed any more, but the panic still comes with the lock held.

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
    let vote = match ballot {
        "yes" => 1,
        "no" => 0,
        other => panic!("this ballot is spoilt: {other:?}"),
    };
    votes.ballots += 1;
    votes.yes += vote;
    votes.no += 1 - vote;
}

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let votes = votes();
    [votes.ballots, votes.yes, votes.no]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result
//! There is no panic any more, but the spoilt ballot is counted.

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
    votes.ballots += 1;
    match ballot {
        "yes" => votes.yes += 1,
        "no" => votes.no += 1,
        _ => {}
    }
}

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let votes = votes();
    [votes.ballots, votes.yes, votes.no]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

//~ FAILS wrong_result at `other => panic!("this ballot is spoilt: {other:?}"),`
//! `into_inner` reaches the half-changed votes and leaves them so.

use std::sync::{Mutex, MutexGuard, PoisonError};

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
fn votes() -> MutexGuard<'static, Votes> {
    VOTES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a ballot that says `yes` or `no`.
fn tally(ballot: &str) {
    let mut votes = votes();
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

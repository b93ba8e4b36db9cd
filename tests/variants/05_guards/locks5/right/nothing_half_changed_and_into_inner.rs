//~ PASSES
//! The panic comes before any change, so the data behind the poisoned lock is intact.

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
    match ballot {
        "yes" => votes.yes += 1,
        "no" => votes.no += 1,
        other => panic!("this ballot is spoilt: {other:?}"),
    }
    votes.ballots += 1;
}

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let votes = votes();
    [votes.ballots, votes.yes, votes.no]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

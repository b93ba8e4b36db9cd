//~ PASSES
//! There is no lock: the votes are two atomics, and the number of ballots is their sum.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static YES: AtomicU64 = AtomicU64::new(0);
static NO: AtomicU64 = AtomicU64::new(0);

/// Counts a ballot that says `yes` or `no`.
fn tally(ballot: &str) {
    match ballot {
        "yes" => YES.fetch_add(1, Relaxed),
        "no" => NO.fetch_add(1, Relaxed),
        other => panic!("this ballot is spoilt: {other:?}"),
    };
}

/// The number of ballots, of yes votes, and of no votes.
fn result() -> [u64; 3] {
    let (yes, no) = (YES.load(Relaxed), NO.load(Relaxed));
    [yes + no, yes, no]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

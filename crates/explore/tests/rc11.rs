//! The exhaustive search under RC11 beside the axioms of the memory model, over random toy programs: the same outcomes, and as many
//! executions.
//!
//! `PROPTEST_CASES=100000 cargo test --release -p explore --test rc11` tries as many.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::BTreeSet;

use explore::coverage::Unbounded;
use explore::exhaustive::Exhaustive;
use explore::race;
use explore::search::Freedom;
use explore::strategy::Strategy as _;
use proptest::prelude::*;
use protocol::SwitchAt;
use toy::{Allowed, Program, Toy, config, outcome};

/// Programs with more executions than this are skipped.
const MOST: usize = 20_000;

/// What the search found.
struct Found {
    outcomes: BTreeSet<String>,
    racing: bool,
    unbounded: Unbounded,
    /// How many executions were made for it.
    made: usize,
}

fn searched(program: &Program) -> Found {
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let mut search = Exhaustive::new(toy.switch_at, &BTreeSet::from([Freedom::StaleRead]));
    let mut found = Found {
        outcomes: BTreeSet::new(),
        racing: false,
        unbounded: Unbounded::default(),
        made: 0,
    };
    while let Some(attempt) = search.next() {
        let reply = toy.run_each(&attempt.decisions);
        search.learn(&attempt, &reply).unwrap();
        found.outcomes.insert(outcome(&reply));
        found.racing |= !race::races(&reply).is_empty();
        found.made += 1;
        assert!(found.made < 200_000, "no end: {program:?}");
    }
    found.unbounded = search.coverage().unbounded.unwrap();
    found
}

fn compare(program: &Program) {
    let Some(allowed) = Allowed::of(program, MOST) else {
        return;
    };
    let found = searched(program);
    assert!(found.unbounded.is_complete(), "{program:?}");
    assert_eq!(found.racing, allowed.racing, "{program:?}");
    // What a program with a data race comes to is undefined.
    if !found.racing {
        let missing: Vec<_> = allowed.outcomes.difference(&found.outcomes).collect();
        let wrong: Vec<_> = found.outcomes.difference(&allowed.outcomes).collect();
        assert!(
            missing.is_empty() && wrong.is_empty(),
            "{program:?}: not found {missing:?}, not allowed {wrong:?}"
        );
        assert_eq!(
            found.unbounded.interleavings, allowed.executions,
            "made {}: {program:?}",
            found.made
        );
    }
    if std::env::var_os("COUNTS").is_some() {
        println!(
            "COUNT {} {} {}",
            found.unbounded.interleavings, found.made, found.unbounded.blocked
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * 3, ..config() })]

    #[test]
    fn each_execution_that_the_axioms_allow_is_found(program in toy::program_of_accesses()) {
        compare(&program);
    }
}

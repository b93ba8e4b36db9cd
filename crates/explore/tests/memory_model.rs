//! What the executions of a program can come to, compared with the axioms of the memory model.
//!
//! The search goes from step to step, with clocks. `toy/axioms.rs` computes the same from the text of the paper: relations between
//! all events, and the axioms about them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod toy;

use std::collections::BTreeSet;

use explore::search::{Freedom, Measure, Preemptions, Reduction, Search};
use proptest::prelude::*;
use protocol::SwitchAt;
use toy::{Allowed, Executions, Program, Toy, config};

/// More preemptions than any of these programs has room for.
const UNBOUNDED: u32 = 1_000;

/// Programs with more executions than this are skipped.
const MOST: usize = 20_000;

fn compare(program: &Program) {
    let Some(allowed) = Allowed::of(program, MOST) else {
        return;
    };
    let toy = Toy::new(program, SwitchAt::EveryAccess);
    let measure = Measure::Preemptions(Reduction::PartialOrder);
    let bound = Preemptions::new(UNBOUNDED);
    let mut search = Search::new(measure, toy.switch_at, bound, Some(Freedom::StaleRead));
    let Some(found) = Executions::of(&toy, &mut search, MOST) else {
        return;
    };
    assert_eq!(found.racing, allowed.racing, "{program:?}");
    // What a program with a data race comes to is undefined.
    if !found.racing {
        let outcomes: BTreeSet<String> = found.outcomes.into_keys().collect();
        let missing: Vec<_> = allowed.outcomes.difference(&outcomes).collect();
        let wrong: Vec<_> = outcomes.difference(&allowed.outcomes).collect();
        assert!(
            missing.is_empty() && wrong.is_empty(),
            "{program:?}: not found {missing:?}, not allowed {wrong:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * 3, ..config() })]

    #[test]
    fn a_program_comes_to_what_the_axioms_allow_and_to_nothing_else(program in toy::program_of_accesses()) {
        compare(&program);
    }
}

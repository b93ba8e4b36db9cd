//! All that the exhaustive search makes of a toy program.

use std::collections::BTreeSet;

use explore::coverage::Unbounded;
use explore::exhaustive::Exhaustive;
use explore::race;
use explore::search::Freedom;
use explore::strategy::Strategy;

use super::{Toy, outcome};

/// What all executions came to.
pub struct Exhausted {
    pub outcomes: BTreeSet<String>,
    /// Whether any of them had a data race.
    pub racing: bool,
    pub unbounded: Unbounded,
    /// How many were made for it.
    pub made: usize,
}

impl Exhausted {
    pub fn of(toy: &Toy, freedoms: BTreeSet<Freedom>) -> Exhausted {
        let mut search = Exhaustive::new(toy.switch_at, &freedoms);
        let (mut outcomes, mut racing, mut made) = (BTreeSet::new(), false, 0);
        while let Some(attempt) = search.next() {
            let reply = toy.run_each(&attempt, &search);
            search.learn(&attempt, &reply).unwrap();
            outcomes.insert(outcome(&reply));
            racing |= !race::races(&reply).is_empty();
            made += 1;
            assert!(made < 200_000, "no end: {:?}", toy.program);
        }
        Exhausted {
            outcomes,
            racing,
            unbounded: search.coverage().unbounded.unwrap(),
            made,
        }
    }
}

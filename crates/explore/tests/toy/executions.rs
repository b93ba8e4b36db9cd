//! All executions of a toy program that a strategy asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use explore::race;
use explore::search::{Freedom, Preemptions};
use explore::strategy::{Attempt, Strategy};
use protocol::{Decision, Reply};

use super::brute_force::{BruteForce, MOST, cost};
use super::{Toy, outcome};

/// The executions that the strategy asks for, one after the other.
pub fn executions(
    toy: &Toy,
    strategy: &mut impl Strategy,
) -> impl Iterator<Item = (Attempt, Reply)> {
    iter::from_fn(move || {
        let attempt = loop {
            match strategy.next() {
                Some(attempt) => break attempt,
                None if strategy.widen() => {}
                None => return None,
            }
        };
        let reply = toy.run(&attempt.decisions);
        strategy.learn(&attempt, &reply).unwrap();
        Some((attempt, reply))
    })
}

/// What executions came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Executions {
    /// The fewest preemptions that lead to each outcome.
    pub outcomes: BTreeMap<String, Preemptions>,
    /// Whether any execution had a data race.
    pub racing: bool,
    pub number: usize,
}

impl Executions {
    /// Of all that the strategy asks for. `None` if there are more than `most`.
    pub fn of(toy: &Toy, strategy: &mut impl Strategy, most: usize) -> Option<Executions> {
        let mut all = Executions::default();
        let mut made: BTreeSet<Vec<Decision>> = BTreeSet::new();
        for (attempt, reply) in executions(toy, strategy) {
            assert_eq!(attempt.cost, cost(&reply).into());
            let is_new = made.insert(reply.decisions());
            assert!(is_new, "made twice: {:?}", attempt.decisions);
            all.add(&reply);
            if all.number > most {
                return None;
            }
        }
        Some(all)
    }

    fn add(&mut self, reply: &Reply) {
        self.number += 1;
        self.racing |= !race::races(reply).is_empty();
        let cost = cost(reply);
        let least = self.outcomes.entry(outcome(reply)).or_insert(cost);
        *least = cost.min(*least);
    }
}

/// All executions within the bound. `None` if there are too many.
pub fn by_brute_force(
    toy: &Toy,
    bound: Preemptions,
    freedom: Option<Freedom>,
) -> Option<Executions> {
    Executions::of(toy, &mut BruteForce::new(bound, freedom), MOST)
}

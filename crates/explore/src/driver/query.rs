//! What to search, and how long.

use protocol::{Limits, Request, Rules};

use super::Found;
use crate::budget::Work;
use crate::search::{Cost, Freedom, Measure, Search};

/// What to search, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// What is counted against the bound.
    pub measure: Measure,
    /// What an execution may do once that the executor does not do by itself.
    pub freedom: Option<Freedom>,
    /// The most preemptions or delays.
    pub bound: Cost,
    /// And so many, as long as it does not take more executions than this. Counted, not timed: the same on each machine.
    pub quick_bound: Option<(Cost, u64)>,
    /// After how much work to stop, complete or not.
    pub budget: Budget,
    /// What holds in each execution. The tasks that go last are those that are known to run forever without a step.
    pub rules: Rules,
    /// How far one execution may go.
    pub limits: Limits,
}

/// How much work a search may be. The very first execution is made in any case.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// So much.
    Alone(Work),
    /// So much, in equal parts with the searches that follow for the freedoms that the program turns out to have.
    SharedWithFreedoms(Work),
}

impl Query {
    pub(super) fn greatest_bound(&self) -> Cost {
        self.quick_bound
            .map_or(self.bound, |(bound, _)| bound.max(self.bound))
    }

    pub(super) fn search(&self) -> Search {
        Search::new(
            self.measure,
            self.rules.switch_at,
            self.greatest_bound(),
            self.freedom,
        )
    }

    /// What to ask the executor for, where nothing is decided.
    pub(super) fn undecided(&self) -> Request {
        Request {
            rules: self.rules,
            limits: self.limits,
            ..Request::default()
        }
    }

    /// How much work it may be, in view of what was found.
    pub(super) fn limit<F, O>(&self, found: &Found<F, O>) -> Work {
        match self.budget {
            Budget::Alone(work) => work,
            Budget::SharedWithFreedoms(work) => work / (1 + found.freedoms.len() as u32),
        }
    }

    /// Whether another execution with so many preemptions is still quick, after so many of them all.
    pub(super) fn is_quick(&self, within: Cost, executions: u64) -> bool {
        match self.quick_bound {
            Some((_, most)) if within > self.bound => executions < most,
            _ => true,
        }
    }
}

impl Budget {
    /// So many of so many equal parts of it.
    pub(super) fn part(self, parts: u32, of: u32) -> Budget {
        match self {
            Budget::Alone(work) => Budget::Alone(work * parts / of),
            Budget::SharedWithFreedoms(work) => Budget::SharedWithFreedoms(work * parts / of),
        }
    }
}

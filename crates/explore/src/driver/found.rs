//! What a search finds.

use std::collections::BTreeSet;

use protocol::{Decision, Reply, TaskSet};

use crate::budget::Work;
use crate::cost::Cost;
use crate::coverage::Coverage;
use crate::freedom::Freedom;

/// An execution that shows that the program is wrong.
#[derive(Clone, Debug)]
pub struct Failing<F> {
    /// What is wrong.
    pub kind: F,
    /// What leads there.
    pub decisions: Vec<Decision>,
    /// The preemptions or delays among them, a spurious wakeup, a stale read or a crash counted as one.
    pub cost: Cost,
    /// Its trace.
    pub reply: Reply,
}

/// What a search found.
#[derive(Debug)]
pub struct Found<F, O> {
    /// What was explored.
    pub coverage: Coverage,
    /// How much work it was.
    pub spent: Work,
    /// The best failing execution: the fewest preemptions or delays, then the shortest.
    pub failing: Option<Box<Failing<F>>>,
    /// Why an execution could not be followed. The others were still looked at, unless the search is `over`.
    pub why_not: Option<O>,
    /// Whether the search ended because further executions would show nothing.
    pub over: bool,
    /// The tasks that ran forever without a step where others could have gone on. The search began again each time, and they
    /// go last since then.
    pub endless: TaskSet,
    /// The very first execution, which has no preemption.
    pub first: Option<Box<Reply>>,
    /// What executions could have done that the executor does only where it is asked to.
    pub freedoms: BTreeSet<Freedom>,
    /// The tasks that yielded in any execution, while another task did not.
    pub yielding: TaskSet,
}

impl<F, O> Default for Found<F, O> {
    fn default() -> Self {
        Found {
            coverage: Coverage::of_one_environment(),
            spent: Work::default(),
            failing: None,
            why_not: None,
            over: false,
            endless: TaskSet::EMPTY,
            first: None,
            freedoms: BTreeSet::new(),
            yielding: TaskSet::EMPTY,
        }
    }
}

impl<F, O> Found<F, O> {
    /// What this search found after another one in the same environment, which went less far and found no failure.
    #[must_use]
    pub fn widening(self, before: Found<F, O>) -> Found<F, O> {
        Found {
            coverage: self.coverage.and_in_another_measure(&before.coverage),
            spent: self.spent + before.spent,
            why_not: self.why_not.or(before.why_not),
            endless: self.endless | before.endless,
            freedoms: &self.freedoms | &before.freedoms,
            yielding: self.yielding | before.yielding,
            ..self
        }
    }

    /// What both passes found, this one before the other.
    pub(crate) fn and(self, other: Found<F, O>) -> Found<F, O> {
        let coverage = self.coverage.and_in_another_measure(&other.coverage);
        Found {
            coverage,
            spent: self.spent + other.spent,
            failing: self.failing.or(other.failing),
            why_not: match other.over {
                true => other.why_not,
                false => self.why_not.or(other.why_not),
            },
            over: other.over,
            endless: self.endless | other.endless,
            first: self.first.or(other.first),
            freedoms: &self.freedoms | &other.freedoms,
            yielding: self.yielding | other.yielding,
        }
    }
}

//! Questions about a program that passes in all interleavings: how each makes its executions, and what its answer can be.

use protocol::{Decision, Reply, TaskId};

use super::Failing;
use super::outcome::{self, Outcome, Why};
use super::schedule::Setting;
use super::search::Cost;
use super::{Explorable, ExploreError, Plan, pool};
use crate::failure::Kind;

/// How many executions a question makes before it looks at them, and so whether it needs more.
pub(super) const AT_ONCE: usize = 8;

/// Why a question has no answer.
pub(super) enum Unanswered {
    /// An execution that it needs cannot be followed.
    Unexplorable(Why),
    /// Exploring failed.
    Error(ExploreError),
}

impl From<ExploreError> for Unanswered {
    fn from(error: ExploreError) -> Unanswered {
        Unanswered::Error(error)
    }
}

/// The answer to a question: the execution that shows a failure, if there is one.
pub(super) type Answer = Result<Option<(Setting, Box<Failing>)>, Unanswered>;

/// The failure in an answer. Why a question has no answer is kept in `unanswered`, as another question may find a failure.
pub(super) fn failure_in(
    answer: Answer,
    unanswered: &mut Option<Why>,
) -> Result<Option<(Setting, Box<Failing>)>, ExploreError> {
    match answer {
        Ok(failing) => Ok(failing),
        Err(Unanswered::Error(error)) => Err(error),
        Err(Unanswered::Unexplorable(why)) => {
            unanswered.get_or_insert(why);
            Ok(None)
        }
    }
}

impl Explorable {
    /// The outcome of an execution that was made for a question.
    ///
    /// # Errors
    /// When it is not known how the execution would have ended.
    pub(super) fn outcome(&self, reply: &Reply, plan: &Plan) -> Result<Outcome, Unanswered> {
        match judged(reply, plan)? {
            Outcome::Unexplorable(why) if why.hides_the_end() => {
                Err(Unanswered::Unexplorable(why.located(reply, &self.legend)))
            }
            outcome => Ok(outcome),
        }
    }
}

/// The outcome of an execution, as its end shows it.
pub(super) fn judged(reply: &Reply, plan: &Plan) -> Result<Outcome, ExploreError> {
    outcome::judge_end(reply, plan.expected, &pool::LIMITS).map_err(ExploreError::Internal)
}

/// The failing execution in which the executor decided everything.
pub(super) fn undecided(kind: Kind, reply: Reply) -> Box<Failing> {
    Box::new(Failing {
        kind,
        decisions: Vec::new(),
        cost: Cost::NONE,
        reply,
    })
}

/// The decisions of the executions in which another task is preempted once, for `task`. `may_be_preempted` gets the place of the step
/// before which it is preempted, and that other task.
pub(super) fn preemptions_for(
    task: TaskId,
    first: &Reply,
    may_be_preempted: impl Fn(usize, TaskId) -> bool,
) -> Vec<Vec<Decision>> {
    let mut all = Vec::new();
    let mut decisions = Vec::new();
    let mut running = None;
    for (at, step) in first.steps.iter().enumerate() {
        if step.was_choice() {
            let goes_on = running == Some(step.task) && !step.yielding.contains(step.task);
            if goes_on
                && step.task != task
                && step.enabled.contains(task)
                && may_be_preempted(at, step.task)
            {
                let mut decisions = decisions.clone();
                decisions.push(Decision::Run(task));
                all.push(decisions);
            }
            decisions.push(Decision::Run(step.task));
        }
        running = Some(step.task);
    }
    all
}

//! What is asked of a program that passes in all interleavings: whether a task loses its patience.

use std::collections::BTreeMap;

use protocol::{End, Reply, TaskSet};

use super::budget::Work;
use super::level::{self, Failing, Found};
use super::outcome::{self, Outcome, Why};
use super::pool::{Pool, Task};
use super::schedule::{Choices, Setting};
use super::{Explorable, ExploreError, Plan, pool, races};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// Of so many tasks it is asked whether their patience ends: of a crowd they are mostly alike.
const MOST_PATIENT: usize = 8;

/// So many executions are made at once.
const AT_ONCE: usize = 8;

/// At so many points somebody is interrupted for each of them.
const MOST_INTERRUPTIONS: usize = 40;

/// Why a question has no answer.
pub(super) enum Unanswered {
    /// An execution that it needs cannot be followed.
    Unexplorable(Why),
    /// As everywhere.
    Error(ExploreError),
}

impl From<ExploreError> for Unanswered {
    fn from(error: ExploreError) -> Unanswered {
        Unanswered::Error(error)
    }
}

/// What the answer to a question is: the execution that shows a failure, if there is one.
pub(super) type Answer = Result<Option<(Setting, Box<Failing>)>, Unanswered>;

/// The failure that was found. A question without an answer is kept in `unanswered`: another one may find a failure.
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
    /// What an execution that was made for a question came to.
    ///
    /// # Errors
    /// Where how it would have ended is not known.
    pub(super) fn outcome(&self, reply: &Reply, plan: &Plan) -> Result<Outcome, Unanswered> {
        let outcome = outcome::judge_end(reply, plan.expected, &pool::LIMITS)
            .map_err(ExploreError::Internal)?;
        match outcome {
            Outcome::Unexplorable(why) if why.hides_the_end() => {
                Err(Unanswered::Unexplorable(why.located(reply, &self.legend)))
            }
            outcome => Ok(outcome),
        }
    }

    /// Whether somebody's patience can come to an end: who sleeps or looks so many times and then goes on all the same.
    ///
    /// Each sleep that is over before anybody else has gone on counts as a preemption, so a search within a bound does not
    /// get to the end of many. One execution does, for each task that gives way at all, and for each point at which somebody
    /// else can be interrupted for it. Who waits without an end goes round and round in it, which says nothing: nobody else
    /// was let go. The executions are made while what was spent is within the budget, those in which nobody is interrupted first.
    pub(super) fn impatient(
        &self,
        setting: Setting,
        found: &mut Found,
        budget: Work,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Answer {
        let mut unanswered = None;
        let Some(first) = found.first.as_deref() else {
            return Ok(None);
        };
        let (mut spent, endless) = (found.spent, found.endless);
        let patient: Vec<u8> = found.patient.iter().take(MOST_PATIENT).collect();
        let uninterrupted = patient.iter().map(|task| (*task, vec![Choices::default()]));
        let interrupted = patient.iter().map(|task| {
            let mut all = interruptions_for(*task, first, |_, _| true);
            all.truncate(MOST_INTERRUPTIONS);
            (*task, all)
        });
        for (task, all) in uninterrupted.chain(interrupted) {
            let setting = Setting {
                impatient: Some(task),
                ..setting
            };
            let pool = self.pool(setting)?;
            for some in all.chunks(AT_ONCE) {
                if spent >= budget {
                    break;
                }
                for (choices, reply) in run_all(&pool, some.to_vec(), endless, cancel)? {
                    spent += Work::of_execution(&reply);
                    match self.wrong(&reply, plan) {
                        Ok(None) => {}
                        Ok(Some(kind)) => {
                            return Ok(Some((setting, failing(kind, choices, reply, endless))));
                        }
                        Err(Unanswered::Unexplorable(why)) => {
                            unanswered.get_or_insert(why);
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
        }
        found.spent = spent;
        unanswered.map_or(Ok(None), |why| Err(Unanswered::Unexplorable(why)))
    }

    /// What is wrong in an execution in which somebody was impatient.
    fn wrong(&self, reply: &Reply, plan: &Plan) -> Result<Option<Kind>, Unanswered> {
        if goes_round(&reply.end) {
            return Ok(None);
        }
        Ok(match self.outcome(reply, plan)? {
            Outcome::Wrong(kind) => Some(kind),
            Outcome::Well => races::first(reply, &self.legend),
            Outcome::Unexplorable(_) => None,
        })
    }
}

fn failing(kind: Kind, choices: Choices, reply: Reply, endless: TaskSet) -> Box<Failing> {
    let cost = u32::from(!choices.tasks.is_empty());
    Box::new(Failing {
        kind,
        choices: choices.complete(&reply, endless),
        cost,
        reply,
    })
}

/// Whether an execution may have been ended because its task waits for ever and nobody else was let go, or for a reason
/// that says as little.
fn goes_round(end: &End) -> bool {
    match end {
        End::Livelock
        | End::StepLimit
        | End::TimeLimit { .. }
        | End::OutputLimit
        | End::TooMany { .. }
        | End::Diverged { .. } => true,
        End::Exited { .. }
        | End::Signaled { .. }
        | End::Deadlock
        | End::HeldUp
        | End::Unsupported { .. }
        | End::Stopped { .. }
        | End::Damaged
        | End::Internal { .. } => false,
    }
}

/// Runs all, and gives each one with its reply, in their order.
///
/// # Errors
/// When it is cancelled, or an executor fails.
pub(super) fn run_all(
    pool: &Pool,
    all: Vec<Choices>,
    goes_last: TaskSet,
    cancel: &Cancel,
) -> Result<Vec<(Choices, Reply)>, ExploreError> {
    for (number, choices) in all.iter().enumerate() {
        pool.run(Task {
            number: number as u64,
            choices: choices.clone(),
            goes_last,
        });
    }
    let mut replies = BTreeMap::new();
    for _ in &all {
        let answer = level::wait(pool, cancel)?;
        replies.insert(answer.number, answer.reply?);
    }
    Ok(all.into_iter().zip(replies.into_values()).collect())
}

/// The executions in which another one than the task is preempted for it, once, where that step of that other is wanted.
pub(super) fn interruptions_for(
    task: u8,
    first: &Reply,
    wanted: impl Fn(usize, u8) -> bool,
) -> Vec<Choices> {
    let mut all = Vec::new();
    let mut tasks = Vec::new();
    let mut running = None;
    for (at, step) in first.steps.iter().enumerate() {
        if step.was_choice() {
            let goes_on = running == Some(step.task) && !step.giving_way.contains(step.task);
            if goes_on && step.task != task && step.enabled.contains(task) && wanted(at, step.task)
            {
                let mut tasks = tasks.clone();
                tasks.push(task);
                let weak_read = None;
                all.push(Choices { tasks, weak_read });
            }
            tasks.push(step.task);
        }
        running = Some(step.task);
    }
    all
}

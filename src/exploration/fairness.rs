//! Whether a program passes only where it is scheduled fairly: a task that waits a limited number of times, and then
//! proceeds anyway, relies on the others to be fast enough.

use explore::driver;
use protocol::{Decision, End, Policy, Reply, TaskId, TaskSet};

use super::budget::Work;
use super::outcome::Outcome;
use super::questions::{AT_ONCE, Answer, Unanswered, preemptions_for};
use super::schedule::{Environment, Setting};
use super::search::Cost;
use super::{Explorable, Failing, Found, Plan, races};
use crate::failure::Kind;
use crate::supervise::Cancel;

/// How many of the tasks that yield are scheduled unfairly: where there are many, they are mostly alike.
const MOST_TASKS: usize = 8;

/// How many preemptions are tried for each of them.
const MOST_PREEMPTIONS: usize = 40;

impl Explorable {
    /// Whether the program fails where a task that sleeps or yields goes on before all others.
    ///
    /// Each sleep that ends before another task has run counts as a preemption, so a search within a bound does not reach
    /// the end of many sleeps. For each task that yields, one execution does, and one more for each point at which another
    /// task can be preempted for it. A task that would wait forever spins in such an execution, which shows nothing. The
    /// executions without a preemption come first, and no more begin once the budget is spent.
    pub(super) fn unfairly_scheduled(
        &self,
        environment: Environment,
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
        let yielding: Vec<TaskId> = found.yielding.iter().take(MOST_TASKS).collect();
        let without = yielding.iter().map(|task| (*task, vec![Vec::new()]));
        let preempted = yielding.iter().map(|task| {
            let mut all = preemptions_for(*task, first, |_, _| true);
            all.truncate(MOST_PREEMPTIONS);
            (*task, all)
        });
        let session = self.session(environment, cancel)?;
        for (task, all) in without.chain(preempted) {
            let setting = Setting {
                then: Policy::Favour(task),
                ..Setting::of(environment)
            };
            for some in all.chunks(AT_ONCE) {
                if budget.is_used_up_by(spent) {
                    break;
                }
                let some = some.iter().cloned();
                let requests = some.map(|decisions| setting.request(decisions, endless));
                for (request, reply) in session.run_all(requests.collect())? {
                    spent += Work::of_execution(&reply);
                    match self.wrong(&reply, plan) {
                        Ok(None) => {}
                        Ok(Some(kind)) => {
                            return Ok(Some((
                                setting,
                                failing(kind, &request.decisions, reply, endless),
                            )));
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

    /// What is wrong in an execution in which a task was scheduled unfairly.
    fn wrong(&self, reply: &Reply, plan: &Plan) -> Result<Option<Kind>, Unanswered> {
        if shows_nothing(&reply.end) {
            return Ok(None);
        }
        Ok(match self.outcome(reply, plan)? {
            Outcome::Wrong(kind) => Some(kind),
            Outcome::Well => races::first(reply, &self.legend),
            Outcome::Unexplorable(_) => None,
        })
    }
}

fn failing(kind: Kind, given: &[Decision], reply: Reply, endless: TaskSet) -> Box<Failing> {
    let cost = Cost::new(u32::from(!given.is_empty()));
    Box::new(Failing {
        kind,
        decisions: driver::complete(given, &reply, endless),
        cost,
        reply,
    })
}

/// Whether the execution may have ended only because its task waits for others, which were not scheduled, or for another
/// reason that shows nothing about the program.
fn shows_nothing(end: &End) -> bool {
    match end {
        End::Livelock
        | End::StepLimit
        | End::TimeLimit { .. }
        | End::OutputLimit
        | End::TooMany { .. }
        | End::Undecided
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

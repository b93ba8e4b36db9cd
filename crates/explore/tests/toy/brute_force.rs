//! Brute force: a strategy that tries each decision, within a bound.

use explore::coverage::Coverage;
use explore::memory;
use explore::search::{Cost, Freedom, Preemptions, Tally};
use explore::strategy::{Attempt, NotDeterministic, Strategy};
use protocol::{Decision, End, Reply, StaleRead, StepId, TaskId, TaskSet};

/// Programs with more executions than this are skipped: brute force takes too long.
pub const MOST: usize = 1_000;

/// Makes all executions with at most so many preemptions, each one by all decisions that lead to it. In no order.
pub struct BruteForce {
    bound: Preemptions,
    freedom: Option<Freedom>,
    untried: Vec<Attempt>,
    coverage: Coverage,
}

impl BruteForce {
    pub fn new(bound: Preemptions, freedom: Option<Freedom>) -> BruteForce {
        BruteForce {
            bound,
            freedom,
            untried: vec![Attempt::first()],
            coverage: Coverage::of_one_environment(),
        }
    }
}

impl Strategy for BruteForce {
    fn next(&mut self) -> Option<Attempt> {
        self.untried.pop()
    }

    fn foreseen(&self, most: usize) -> Vec<Vec<Decision>> {
        let untried = self.untried.iter().rev().take(most);
        untried.map(|attempt| attempt.decisions.clone()).collect()
    }

    fn learn(&mut self, attempt: &Attempt, reply: &Reply) -> Result<(), NotDeterministic> {
        let given = &attempt.decisions;
        let alternatives = alternatives(reply, given, self.bound, self.freedom);
        self.untried.extend(alternatives);
        let is_same = given.len() <= reply.decisions().len() && attempt.cost == cost(reply).into();
        is_same.then_some(()).ok_or(NotDeterministic)
    }

    /// All are within one bound.
    fn widen(&mut self) -> bool {
        self.coverage.complete = true;
        false
    }

    fn restart(&mut self) {
        *self = BruteForce::new(self.bound, self.freedom);
    }

    fn coverage(&self) -> Coverage {
        self.coverage.clone()
    }
}

/// The preemptions of an execution; a spurious wakeup, a stale read or a crash counts as one.
pub fn cost(reply: &Reply) -> Preemptions {
    let mut tally = Tally::default();
    let mut others = 0;
    for step in &reply.steps {
        tally = tally.after_step(step);
        others +=
            u32::from(step.stale || step.spurious || step.is_spurious_wakeup() || step.is_crash());
    }
    tally.preemptions + others
}

/// All attempts that differ from the execution in their last decision only, after the given ones.
fn alternatives(
    reply: &Reply,
    given: &[Decision],
    bound: Preemptions,
    freedom: Option<Freedom>,
) -> Vec<Attempt> {
    let used = given.iter().filter(|decision| decision.step().is_some());
    let before = used.count() as u32;
    let freedom = freedom.filter(|one| before == 0 || !one.is_used_once());
    let stale_reads = match freedom {
        Some(Freedom::StaleRead) => memory::stale_reads(reply),
        Some(Freedom::SpuriousWakeup | Freedom::Crash) | None => Vec::new(),
    };
    let mut alternatives = Vec::new();
    let mut tally = Tally::default();
    let mut add = |decided: &[Decision], last: Decision, cost: Preemptions| {
        if decided.len() >= given.len() && cost <= bound {
            alternatives.push(Attempt {
                decisions: decided.iter().copied().chain([last]).collect(),
                cost: Cost::from(cost),
            });
        }
    };
    for (number, step) in reply.steps.iter().enumerate() {
        let id = StepId::new(number as u32);
        let decided = reply.decisions_before(number);
        let after = |task: TaskId| tally.after(step.enabled, step.yielding, task);
        if step.was_choice() {
            let tasks = step.enabled - step.spinning - TaskSet::of(step.task);
            for task in tasks.iter() {
                let cost = after(task).preemptions + before;
                add(&decided, Decision::Run(task), cost);
            }
        }
        if freedom == Some(Freedom::SpuriousWakeup) {
            for task in step.wakeable.iter() {
                let wake = Decision::Wake { step: id, task };
                add(&decided, wake, after(task).preemptions + 1);
            }
        }
        if freedom == Some(Freedom::Crash) {
            for task in step.killable.iter() {
                let crash = Decision::Crash { step: id, task };
                add(&decided, crash, tally.preemptions + 1);
            }
        }
        tally = tally.after_step(step);
        let decided = reply.decisions_before(number + 1);
        // What else a stale read could have read is an alternative to the execution in which it read the newest value.
        let is_here = |read: &&StaleRead| read.step == id && step.weak(id).is_none();
        for read in stale_reads.iter().filter(is_here) {
            add(
                &decided,
                Decision::ReadFrom(*read),
                tally.preemptions + before + 1,
            );
        }
    }
    if freedom == Some(Freedom::SpuriousWakeup) {
        let step = StepId::new(reply.steps.len() as u32);
        for task in woken_instead_of_the_end(reply).iter() {
            let wake = Decision::Wake { step, task };
            add(&reply.decisions(), wake, cost(reply) + 1);
        }
    }
    if freedom == Some(Freedom::Crash) && matches!(reply.end, End::Deadlock | End::Livelock) {
        let step = StepId::new(reply.steps.len() as u32);
        for pending in reply.pending.iter().filter(|pending| pending.killable) {
            let task = pending.task;
            let crash = Decision::Crash { step, task };
            add(&reply.decisions(), crash, cost(reply) + 1);
        }
    }
    alternatives
}

/// The tasks that a spurious wakeup can unblock when no task can run.
fn woken_instead_of_the_end(reply: &Reply) -> TaskSet {
    let pending = reply.pending.iter().filter(|pending| pending.wakeable);
    match reply.end {
        End::Deadlock | End::Livelock => pending.map(|pending| pending.task).collect(),
        _ => TaskSet::EMPTY,
    }
}

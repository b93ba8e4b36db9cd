//! All executions of a toy program within a bound, by trying each decision.

use std::collections::BTreeMap;

use explore::race;
use explore::search::{Freedom, Preemptions, Tally};
use protocol::{Decision, End, Reply, StepId, TaskId, TaskSet};

use super::{Toy, outcome};

/// Programs with more executions than this are skipped: brute force takes too long.
pub const MOST: usize = 1_000;

/// The outcomes of all executions within a bound.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The fewest preemptions that lead to each outcome.
    pub outcomes: BTreeMap<String, Preemptions>,
    /// Whether any execution had a data race.
    pub racing: bool,
    pub executions: usize,
}

impl Found {
    pub fn add(&mut self, reply: &Reply, cost: Preemptions) {
        self.executions += 1;
        self.racing |= !race::races(reply).is_empty();
        let least = self.outcomes.entry(outcome(reply)).or_insert(cost);
        *least = cost.min(*least);
    }
}

/// All executions within the bound, each one by all decisions that lead to it. `None` if there are too many.
pub fn by_brute_force(toy: &Toy, bound: Preemptions, freedom: Option<Freedom>) -> Option<Found> {
    let mut found = Found::default();
    let mut open: Vec<Vec<Decision>> = vec![Vec::new()];
    while let Some(decisions) = open.pop() {
        let reply = toy.run(&decisions);
        found.add(&reply, cost(&reply));
        if found.executions > MOST {
            return None;
        }
        open.extend(others(&reply, &decisions, bound, freedom));
    }
    Some(found)
}

/// The preemptions of an execution; a spurious wakeup or a stale read counts as one.
pub fn cost(reply: &Reply) -> Preemptions {
    let mut tally = Tally::default();
    let mut others = 0;
    for step in &reply.steps {
        tally = tally.after(step.enabled, step.yielding, step.task);
        others += u32::from(step.stale || step.is_spurious_wakeup());
    }
    tally.preemptions + others
}

/// All lists of decisions that differ from those of the execution in the last one only, after the given ones.
fn others(
    reply: &Reply,
    given: &[Decision],
    bound: Preemptions,
    freedom: Option<Freedom>,
) -> Vec<Vec<Decision>> {
    let used = given.iter().any(|decision| decision.step().is_some());
    let freedom = freedom.filter(|_| !used);
    let stale_reads = match freedom {
        Some(Freedom::StaleRead) => race::stale_reads(reply),
        Some(Freedom::SpuriousWakeup) | None => Vec::new(),
    };
    let mut others = Vec::new();
    let mut tally = Tally::default();
    let before = u32::from(used);
    for (number, step) in reply.steps.iter().enumerate() {
        let id = StepId::new(number as u32);
        let decided = reply.decisions_before(number);
        let after = |task: TaskId| tally.after(step.enabled, step.yielding, task);
        let mut add = |decided: &[Decision], last: Decision, cost: Preemptions| {
            if decided.len() >= given.len() && cost <= bound {
                others.push(decided.iter().copied().chain([last]).collect());
            }
        };
        if step.was_choice() {
            let tasks = step.enabled - step.spinning - TaskSet::of(step.task);
            for task in tasks.iter() {
                add(
                    &decided,
                    Decision::Run(task),
                    after(task).preemptions + before,
                );
            }
        }
        if freedom == Some(Freedom::SpuriousWakeup) {
            for task in step.wakeable.iter() {
                let wake = Decision::Wake { step: id, task };
                add(&decided, wake, after(task).preemptions + 1);
            }
        }
        tally = after(step.task);
        let decided = reply.decisions_before(number + 1);
        for read in stale_reads.iter().filter(|read| read.step == id) {
            add(&decided, Decision::ReadFrom(*read), tally.preemptions + 1);
        }
    }
    if freedom == Some(Freedom::SpuriousWakeup) && cost(reply) < bound {
        let step = StepId::new(reply.steps.len() as u32);
        for task in woken_instead_of_the_end(reply).iter() {
            let wake = Decision::Wake { step, task };
            others.push(reply.decisions().into_iter().chain([wake]).collect());
        }
    }
    others
}

/// The tasks that a spurious wakeup can unblock when no task can run.
fn woken_instead_of_the_end(reply: &Reply) -> TaskSet {
    let pending = reply.pending.iter().filter(|pending| pending.wakeable);
    match reply.end {
        End::Deadlock | End::Livelock => pending.map(|pending| pending.task).collect(),
        _ => TaskSet::EMPTY,
    }
}

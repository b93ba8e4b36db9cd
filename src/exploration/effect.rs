//! Whether the work of each worker has an effect on the result. Each step of its work is tampered with, and the check has
//! to notice at least one of these. So a worker that only counts in a place that is never read does no work, and neither do
//! workers whose counter is overwritten in the end with the expected value.

use protocol::effects::Reads;
use protocol::{Op, Reply, Step, StepId, TaskId};

use super::contributions::{Contributions, Sited};
use super::outcome::Outcome;
use super::questions::Unanswered;
use super::schedule::{Environment, Setting};
use super::sight::{Written, hides_something, is_learners, is_same, is_within, sight, written};
use super::tampering::Place;
use super::{Explorable, Plan};
use crate::supervise::Cancel;

impl Explorable {
    /// The workers whose work has no effect on the result of an execution. A worker does not count as one of these if its
    /// work cannot be tampered with.
    pub(super) fn without_effect(
        &self,
        environment: Environment,
        shares: &Contributions,
        reply: &Reply,
        plan: &Plan,
        cancel: &Cancel,
    ) -> Result<Vec<TaskId>, Unanswered> {
        if hides_something(reply) || self.outcome(reply, plan)? != Outcome::Well {
            return Ok(Vec::new());
        }
        let sited = Sited::new(reply, &self.legend);
        let setting = Setting::of(environment);
        let session = self.session(environment, cancel)?;
        let mut without = Vec::new();
        for &worker in shares.workers() {
            let Some(places) = self.places(shares, &sited, reply, worker) else {
                continue;
            };
            if !self.heeds(&places, reply, (setting, &session), plan)? {
                without.push(worker);
            }
        }
        Ok(without)
    }

    /// The places at which the work of a worker can be tampered with; `None` if that does not cover all of its work.
    fn places(
        &self,
        shares: &Contributions,
        sited: &Sited<'_>,
        reply: &Reply,
        worker: TaskId,
    ) -> Option<Vec<Place>> {
        let mut places = Vec::new();
        let mut works = 0;
        let work = shares.steps(sited, worker);
        for &at in &work {
            if is_learners(reply, &reply.steps[at], &self.legend) {
                let shown = shown_by(reply, at)?.into_iter();
                places.extend(shown.map(|at| Place::of_value(StepId::at(at))));
                works += 1;
            }
        }
        let growing = shares.growing_steps(sited, worker);
        places.extend(passed_on(reply, worker, &work, &growing)?);
        if works == 0 && places.is_empty() {
            return None;
        }
        places.sort_unstable();
        Some(places)
    }
}

/// The steps at which the change that a step makes can be tampered with: none if the change is never read, and `None` if it
/// may be read in a way that cannot be tampered with.
fn shown_by(reply: &Reply, at: usize) -> Option<Vec<usize>> {
    match reply.steps[at].op {
        Op::AtomicStore
        | Op::AtomicUpdate
        | Op::AtomicExchange
        | Op::Receive
        | Op::TryReceive
        | Op::ReceiveTimeout => Some(vec![at]),
        // `passed_on` finds where it is received, and where the thread is joined.
        Op::Send | Op::TrySend | Op::End => Some(Vec::new()),
        Op::PlainWrite | Op::FileWrite | Op::PipeWrite => read_around(reply, at),
        // A new file may be all that is looked for.
        Op::FileCreate if is_looked_for(reply, at) => None,
        // The writes to the file show it.
        Op::FileCreate if is_written_to(reply, at) => Some(Vec::new()),
        _ => None,
    }
}

/// The step that receives what the step at `at` sends: a channel keeps the order of its messages.
fn received(reply: &Reply, at: usize) -> Option<usize> {
    let channel = reply.steps[at].object;
    let of_channel = |step: &Step| step.succeeded && step.object == channel;
    let is_send = |step: &Step| matches!(step.op, Op::Send | Op::TrySend) && of_channel(step);
    let is_receive = |step: &Step| {
        let receives = matches!(step.op, Op::Receive | Op::TryReceive | Op::ReceiveTimeout);
        receives && of_channel(step)
    };
    let before = reply.steps[..at].iter().filter(|step| is_send(step));
    let steps = reply.steps.iter().enumerate();
    let mut receives = steps.filter(|(_, step)| is_receive(step));
    receives.nth(before.count()).map(|(at, _)| at)
}

/// The reads around a write: those from which its task computed the value, and those that see it afterwards. `None` if there
/// are none, as code that is not instrumented may read it.
fn read_around(reply: &Reply, at: usize) -> Option<Vec<usize>> {
    let write = &reply.steps[at];
    let of_object = |step: &Step| {
        is_same(reply, step.object, write.object) || is_same(reply, step.second, write.object)
    };
    let before = reply.steps[..at].iter().enumerate().rev();
    let before = before
        .filter(|(_, step)| step.task == write.task && of_object(step))
        .take_while(|(_, step)| written(step).is_none());
    let after = reply.steps[at + 1..].iter().enumerate();
    let after = after
        .map(|(more, step)| (at + 1 + more, step))
        .filter(|(_, step)| of_object(step))
        .take_while(|(_, step)| written(step) != Some(Written::Fresh));
    if write.op == Op::FileWrite
        && !reply.steps[at..]
            .iter()
            .any(|step| of_object(step) && shows_file(step))
    {
        return Some(Vec::new());
    }
    let mut reads = Vec::new();
    for (place, step) in before.chain(after) {
        match sight(step) {
            Reads::Value => reads.push(place),
            Reads::Something => return None,
            Reads::Nothing => {}
        }
    }
    (!reads.is_empty()).then_some(reads)
}

/// Whether another task lists a folder that the path of the step at `at` is in, or looks whether the path exists.
fn is_looked_for(reply: &Reply, at: usize) -> bool {
    let made = &reply.steps[at];
    let mut after = reply.steps[at..].iter();
    after.any(|step| {
        let looks = step.op == Op::PathRead && step.task != made.task;
        looks
            && (is_same(reply, step.object, made.object)
                || is_within(reply, made.object, step.object))
    })
}

/// Whether the task that creates or truncates a file at `at` writes to it afterwards.
fn is_written_to(reply: &Reply, at: usize) -> bool {
    let made = &reply.steps[at];
    let mut after = reply.steps[at..].iter();
    after.any(|step| {
        step.op == Op::FileWrite && step.task == made.task && step.object == made.second
    })
}

/// Whether a step may show the contents of a file, or moves the file to another path.
fn shows_file(step: &Step) -> bool {
    step.op == Op::PathWrite || !matches!(sight(step), Reads::Nothing)
}

/// The joins that return the result of a thread.
fn results_of(reply: &Reply, task: TaskId) -> impl Iterator<Item = usize> {
    let object = Some(reply.tasks[task.index()].object);
    let steps = reply.steps.iter().enumerate();
    let joins = steps.filter(move |(_, step)| {
        step.op == Op::Join && step.object == object && matches!(sight(step), Reads::Value)
    });
    joins.map(|(at, _)| at)
}

/// Where a task's messages are received, and where its result is: of those that are a part of its `work`, and of those of
/// which that is not known. `None` if it passes on something that cannot be tampered with. Both are steps of the task: `work`
/// is what is another value or is done more often with more rounds, and `growing` what is done more often.
fn passed_on(reply: &Reply, task: TaskId, work: &[usize], growing: &[usize]) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    for (at, step) in reply.steps.iter().enumerate() {
        let is_known = step.written.is_some();
        if step.task != task || (is_known && !work.contains(&at)) {
            continue;
        }
        match step.op {
            Op::Send | Op::TrySend => {
                let place = match growing.contains(&at) {
                    true => Place::or_lost,
                    false => Place::of_value,
                };
                places.extend(received(reply, at).map(|at| place(StepId::at(at))));
            }
            Op::End => {
                let joins = results_of(reply, task);
                places.extend(joins.map(|at| Place::of_value(StepId::at(at))));
            }
            Op::OnceEnd => return None,
            _ => {}
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests;

//! What a task can see of the work of others: by a single step, and `main` in a whole execution. Pure.

use std::path::Path;

use protocol::effects::Reads;
use protocol::{ObjectId, ObjectKind, Op, Reply, Step, StepId, TaskId};

use super::legend::Legend;

/// What a step may show of what other tasks did with its object. A [`Reads::Value`] can be tampered with.
pub fn sight(step: &Step) -> Reads {
    let reads = step.op.effects().reads;
    match step.op {
        // Most threads return nothing.
        Op::Join if step.size == 0 => Reads::Nothing,
        Op::PlainRead if step.size > 8 => Reads::Something,
        Op::AtomicUpdate
        | Op::AtomicExchange
        | Op::Receive
        | Op::TryReceive
        | Op::ReceiveTimeout
        | Op::PipeRead => Reads::Value,
        _ => reads,
    }
}

/// How a value that a step writes is related to the value before it.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    /// The new value does not depend on the old one.
    Fresh,
    /// It may depend on it.
    Changed,
}

/// What the step writes, if it writes data.
pub fn written(step: &Step) -> Option<Written> {
    match step.op {
        Op::AtomicStore | Op::PlainWrite | Op::FileWrite | Op::PathWrite => Some(Written::Fresh),
        Op::AtomicUpdate | Op::AtomicExchange if step.op.changes(step.succeeded) => {
            Some(Written::Changed)
        }
        _ => None,
    }
}

/// Whether two ids are of the same object: a file has one for each time that its path was looked up.
pub fn is_same(reply: &Reply, one: Option<ObjectId>, other: Option<ObjectId>) -> bool {
    match (reply.object(one), reply.object(other)) {
        (Some(_), Some(_)) if one == other => true,
        (Some(one), Some(other)) => !one.name.is_empty() && one.name == other.name,
        _ => false,
    }
}

/// Whether the path `one` is inside of `folder`.
pub fn is_within(reply: &Reply, one: Option<ObjectId>, folder: Option<ObjectId>) -> bool {
    let name = |id: Option<ObjectId>| {
        let object = reply.object(id)?;
        Some(Path::new(&object.name)).filter(|name| !name.as_os_str().is_empty())
    };
    match (name(one), name(folder)) {
        (Some(one), Some(folder)) => {
            folder == Path::new(".") || (one != folder && one.starts_with(folder))
        }
        _ => false,
    }
}

/// What `main` sees of the work of other threads and processes.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing at all.
    Nothing,
    /// Values that can be tampered with, by their steps, and nothing else.
    Values(Vec<StepId>),
    /// It may see something without a step, or something that cannot be tampered with.
    CannotTell,
}

/// What `main` sees of the work of others in an execution.
pub fn seen(reply: &Reply, legend: &Legend) -> Seen {
    if hides_something(reply) {
        return Seen::CannotTell;
    }
    let joined_by_the_check = |step: &Step| {
        step.task == TaskId::FIRST
            && matches!(sight(step), Reads::Value)
            && step.op == Op::Join
            && !is_learners(reply, step, legend)
    };
    match seen_by(|task| task == TaskId::FIRST, reply, legend) {
        // The check adds up what the threads return, so these have to see each other's work.
        Seen::Nothing if reply.steps.iter().any(joined_by_the_check) => {
            seen_by(|task| task != TaskId::FIRST, reply, legend)
        }
        seen => seen,
    }
}

/// What the `tasks` see of the work of others. What the kit's own part reads does not count, files excepted: the kit's
/// part reads those for the learner, too.
fn seen_by(tasks: impl Fn(TaskId) -> bool, reply: &Reply, legend: &Legend) -> Seen {
    let mut values = Vec::new();
    for (at, step) in reply.steps.iter().enumerate() {
        let counts = || step.op == Op::FileRead || is_learners(reply, step, legend);
        let changed = |object| changed_by_another(reply, at, object);
        let object = reply.object(step.object);
        let is_count = object.is_some_and(|object| object.kind == ObjectKind::Count);
        match sight(step) {
            // Dropping an `Arc`, or finding it unshared, shows nothing of the value in it.
            _ if is_count && step.op != Op::AtomicLoad => {}
            Reads::Value if tasks(step.task) && changed(step.object) && counts() => {
                values.push(StepId::at(at));
            }
            Reads::Something
                if tasks(step.task)
                    && (changed(step.object) || changed(step.second))
                    && counts() =>
            {
                return Seen::CannotTell;
            }
            Reads::Value | Reads::Something | Reads::Nothing => {}
        }
    }
    match values.is_empty() {
        true => Seen::Nothing,
        false => Seen::Values(values),
    }
}

/// Whether a step is the learner's own, or in no known line.
pub fn is_learners(reply: &Reply, step: &Step, legend: &Legend) -> bool {
    let line = legend.line(reply, step.place, &step.frames);
    line.is_none_or(|line| legend.source.is_own(line))
}

/// Whether another task used the object before the step at `at`, and the step's own task did not overwrite it since.
fn changed_by_another(reply: &Reply, at: usize, object: Option<ObjectId>) -> bool {
    let me = reply.steps[at].task;
    if reply.steps[at].op == Op::PathRead {
        let mut before = reply.steps[..at].iter();
        if before.any(|step| step.task != me && is_within(reply, step.object, object)) {
            return true;
        }
    }
    let same = |other: Option<ObjectId>| is_same(reply, other, object);
    let mut uses = reply.steps[..at]
        .iter()
        .filter(|step| same(step.object) || same(step.second));
    let last_write = uses.clone().rfind(|step| written(step).is_some());
    let is_own =
        last_write.is_some_and(|step| step.task == me && written(step) == Some(Written::Fresh));
    !is_own && uses.any(|step| step.task != me)
}

/// Whether other tasks wrote to memory that may be `main`'s own, such as its stack: `main` may read that without a step.
pub fn hides_something(reply: &Reply) -> bool {
    let of_main = |object| {
        reply
            .steps
            .iter()
            .any(|step| step.task == TaskId::FIRST && step.object == object)
    };
    reply.steps.iter().any(|step| {
        let object = reply.object(step.object);
        step.task != TaskId::FIRST
            && written(step).is_some()
            && object
                .is_some_and(|object| object.kind == ObjectKind::Memory && object.address.is_none())
            && !of_main(step.object)
    })
}

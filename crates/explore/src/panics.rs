//! Panics in a trace, and which of them counts.

use protocol::{Op, Panic, Reply, Step, Task, TaskId};

/// The panics that were not caught.
pub fn uncaught(reply: &Reply) -> impl Iterator<Item = &Panic> {
    reply.panics.iter().filter(|panic| !panic.caught)
}

/// Whether another task has seen that this one has ended.
pub fn is_joined(reply: &Reply, task: TaskId) -> bool {
    let record = &reply.tasks[task.index()];
    let of_process = |one: &Task| one.process == record.process;
    let is_first = reply.tasks.iter().position(of_process) == Some(task.index());
    reply.steps.iter().any(|step| match step.op {
        Op::Join => step.object == Some(record.object),
        Op::ProcessWait if is_first => {
            let object = reply.object(step.object);
            object.is_some_and(|object| object.process == record.process)
        }
        _ => false,
    })
}

/// The panic that explains a failure: the first that was not caught. But if `main` panics itself and names another thread in its
/// message, and had joined the first one before that thread, it has accepted the first, and the other thread's counts.
pub fn that_counts(reply: &Reply) -> Option<&Panic> {
    let first = uncaught(reply).next()?;
    let accepted = || {
        let last = uncaught(reply)
            .last()
            .filter(|last| last.task == TaskId::FIRST)?;
        let named = uncaught(reply).find(|panic| {
            let name = reply
                .tasks
                .get(panic.task.index())
                .map_or("", |task| &*task.name);
            !name.is_empty() && last.message.contains(&format!("`{name}`"))
        })?;
        let joined = |task: TaskId| {
            let object = reply.tasks.get(task.index())?.object;
            let joins = |step: &Step| step.op == Op::Join && step.object == Some(object);
            reply.steps.iter().position(joins)
        };
        (joined(first.task)? < joined(named.task)?).then_some(named)
    };
    Some(accepted().unwrap_or(first))
}

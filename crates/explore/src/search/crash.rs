//! Where a process is to be killed: before its own steps, and earlier where that lets others do something else.
//!
//! What only the process itself can notice, its death makes undone: that it has read something, or holds a lock that goes with
//! it. So to kill it after such a step is to kill it before.
//!
//! A crash is no step that a task is about to do, so no race of an execution without one shows where else it could be. It is
//! dependent with all steps of its process. Between two of these it commutes with what others do, unless they use what the
//! process holds; then their race with the crash itself shows that it could come before them.

use protocol::effects::{Ends, Lock, LockPlace};
use protocol::{Decision, End, ProcessId, Reply, Step, StepId, TaskId};

/// The crash that an execution had.
pub(super) struct Crash {
    at: usize,
    process: ProcessId,
}

impl Crash {
    pub(super) fn of(reply: &Reply) -> Option<Crash> {
        let at = reply.steps.iter().position(Step::is_crash)?;
        let process = process_of(reply, reply.steps[at].task);
        Some(Crash { at, process })
    }

    /// The decision that kills the process before an earlier step, where that is possible.
    pub(super) fn before(&self, at: usize, reply: &Reply) -> Option<Decision> {
        let killable = reply.steps.get(at).filter(|_| at < self.at)?.killable;
        let task = killable
            .iter()
            .find(|task| process_of(reply, *task) == self.process)?;
        let step = StepId::at(at);
        Some(Decision::Crash { step, task })
    }
}

/// Whether the decision is to be tried in any case. A crash is, before a step of its process, unless it could as well come
/// before the step before that; before a step that kills the process; and as late as possible.
pub(super) fn is_due(reply: &Reply, decision: Decision) -> bool {
    let Decision::Crash { step, task } = decision else {
        return true;
    };
    let process = process_of(reply, task);
    let is_last = step.index() + 1 == reply.steps.len() && matches!(reply.end, End::Exited { .. });
    match reply.steps.get(step.index()) {
        Some(next) => {
            let ends = next.op.effects().ends == Some(Ends::OfObject);
            let killed = reply.object(next.object).filter(|_| ends);
            let is_own = process_of(reply, next.task) == process;
            is_last
                || (is_own && !could_be_earlier(reply, step.index()))
                || killed.is_some_and(|object| object.process == process)
        }
        None => true,
    }
}

/// Whether a crash there leaves all as a crash one step earlier does. The task has to have the baton at both: when its process
/// is gone, it is free to choose who goes next.
fn could_be_earlier(reply: &Reply, at: usize) -> bool {
    let task = reply.steps[at].task;
    let [.., one, before] = &reply.steps[..at] else {
        return false;
    };
    one.task == task && before.task == task && !outlives_its_process(before)
}

/// Whether another process can notice the step after the process of its task is gone.
fn outlives_its_process(step: &Step) -> bool {
    let is_file_lock = |lock: Lock| lock.place == LockPlace::File;
    step.op.changes(step.succeeded) && !step.op.lock().is_some_and(is_file_lock)
}

fn process_of(reply: &Reply, task: TaskId) -> ProcessId {
    reply.tasks[task.index()].process
}

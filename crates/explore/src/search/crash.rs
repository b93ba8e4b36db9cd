//! Where a process is to be killed: before each of its own steps, and earlier where that lets others do something else.
//!
//! A crash is no step that a task is about to do, so no race of an execution without one shows where else it could be. It is
//! dependent with all steps of its process. Between two of these it commutes with what others do, unless they use what the
//! process holds; then their race with the crash itself shows that it could come before them.

use protocol::effects::Ends;
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

/// Whether the decision is to be tried in any case. A crash is, before a step of its process, before one that kills the process,
/// and as late as possible.
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
            is_last
                || process_of(reply, next.task) == process
                || killed.is_some_and(|object| object.process == process)
        }
        None => true,
    }
}

fn process_of(reply: &Reply, task: TaskId) -> ProcessId {
    reply.tasks[task.index()].process
}

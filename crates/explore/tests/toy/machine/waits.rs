//! Waits that may end spuriously, and what ends them.

use protocol::{Op, Step, TaskId, TaskSet};

use super::super::code::{CONDVARS, Instruction};
use super::Machine;

impl Machine<'_> {
    /// Whether its wait can end in a spurious wakeup.
    pub(super) fn is_wakeable(&self, task: TaskId) -> bool {
        let next = self.pending(task);
        match next.op {
            Op::Wake => self.is_free(next.second) && !self.is_notified(task),
            Op::Park => !self.threads[task.index()].unparked,
            _ => false,
        }
    }

    pub(super) fn wake(&mut self, task: TaskId, next: Instruction, step: &mut Step) {
        step.succeeded = self.is_notified(task);
        *self.holder(next.second) = Some(task);
        let condvar = &mut self.condvars[next.among(CONDVARS)];
        condvar.notified -= u32::from(step.succeeded);
        match condvar.notified {
            0 => condvar.tasks = TaskSet::EMPTY,
            _ => condvar.tasks.remove(task),
        }
        self.sees(task, u64::from(step.succeeded));
    }

    pub(super) fn notify(&mut self, next: Instruction, step: &mut Step) {
        let about_to = |task: TaskId| (self.pending(task).op, self.pending(task).object);
        let waits = |task: &TaskId| about_to(*task) == (Op::Wake, next.object);
        let waiting: TaskSet = self.alive.iter().filter(waits).collect();
        step.succeeded = !waiting.is_empty();
        let condvar = &mut self.condvars[next.among(CONDVARS)];
        condvar.tasks |= waiting;
        condvar.notified = match next.op {
            Op::NotifyAll => waiting.len(),
            _ => (condvar.notified + 1).min(waiting.len()),
        };
    }
}

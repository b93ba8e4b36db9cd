//! How many preemptions an execution has.

use protocol::TaskSet;

/// A number of preemptions, or of delays.
pub type Bound = u32;

/// Counts preemptions along an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// So many until now.
    pub preemptions: Bound,
    /// The task that has the baton.
    running: Option<u8>,
    /// The tasks that went on although they yielded, and another task did not.
    hurried: TaskSet,
}

impl Tally {
    /// Whether the task had the baton last.
    pub fn is_running(&self, task: u8) -> bool {
        self.running == Some(task)
    }

    /// The count after `task` went, where `enabled` could go and `yielding` of them yield. A task that goes by a spurious
    /// wakeup is none of these.
    pub fn after(mut self, enabled: TaskSet, yielding: TaskSet, task: u8) -> Tally {
        let woken = TaskSet::of(task) - enabled;
        let eager = (enabled - yielding) | woken;
        let goes_on = self.is_running(task);
        let pushes_in = !eager.is_empty() && !eager.contains(task);
        let for_nothing = goes_on && !self.hurried.contains(task);
        let preempts = self.running.is_some_and(|other| eager.contains(other)) && !goes_on;
        self.preemptions += Bound::from(preempts || (pushes_in && !for_nothing));
        if pushes_in && goes_on {
            self.hurried.insert(task);
        }
        self.running = Some(task);
        self
    }
}

//! How many preemptions an execution has.

use protocol::{Step, TaskId, TaskSet};

use crate::cost::Preemptions;

/// Counts preemptions along an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// So many until now.
    pub preemptions: Preemptions,
    /// The task that has the baton.
    running: Option<TaskId>,
    /// The tasks that went on although they yielded, and another task did not.
    hurried: TaskSet,
}

impl Tally {
    /// Whether the task had the baton last.
    pub fn is_running(&self, task: TaskId) -> bool {
        self.running == Some(task)
    }

    /// The count after the step. A crash is not the doing of its task: the task that has the baton goes on, unless it is gone.
    pub fn after_step(self, step: &Step) -> Tally {
        match step.is_crash() {
            true => self,
            false => self.after(step.enabled, step.yielding, step.task),
        }
    }

    /// The count after `task` went, where `enabled` could go and `yielding` of them yield. A task that goes by a spurious
    /// wakeup is none of these.
    pub fn after(mut self, enabled: TaskSet, yielding: TaskSet, task: TaskId) -> Tally {
        let woken = TaskSet::of(task) - enabled;
        let eager = (enabled - yielding) | woken;
        let goes_on = self.is_running(task);
        let pushes_in = !eager.is_empty() && !eager.contains(task);
        let for_nothing = goes_on && !self.hurried.contains(task);
        let preempts = self.running.is_some_and(|other| eager.contains(other)) && !goes_on;
        self.preemptions += u32::from(preempts || (pushes_in && !for_nothing));
        if pushes_in && goes_on {
            self.hurried.insert(task);
        }
        self.running = Some(task);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A point at which a task went: all of these could go, and some of them yielded.
    type Point = (u8, &'static [u8], &'static [u8]);

    fn preemptions(all: &[Point]) -> u32 {
        let set = |tasks: &[u8]| tasks.iter().copied().map(TaskId::new).collect();
        let count = |tally: Tally, &(task, enabled, yielding): &Point| {
            tally.after(set(enabled), set(yielding), TaskId::new(task))
        };
        all.iter()
            .fold(Tally::default(), count)
            .preemptions
            .number()
    }

    #[test]
    fn only_a_task_that_could_go_on_is_preempted() {
        assert_eq!(preemptions(&[(0, &[0, 1], &[]), (1, &[0, 1], &[])]), 1);
        assert_eq!(preemptions(&[(0, &[0, 1], &[]), (1, &[1], &[])]), 0);
        assert_eq!(preemptions(&[(0, &[0, 1], &[]), (1, &[0, 1], &[0])]), 0);
    }

    #[test]
    fn a_task_that_yields_goes_before_another_at_the_cost_of_a_preemption() {
        let first: Point = (0, &[0, 1, 2], &[]);
        assert_eq!(preemptions(&[first, (1, &[1, 2], &[1])]), 1);
        // Where all yield, one has to go.
        assert_eq!(preemptions(&[first, (1, &[1, 2], &[1, 2])]), 0);
    }

    #[test]
    fn a_task_goes_on_at_its_own_sleep_once_at_no_cost() {
        let first: Point = (0, &[0, 1], &[]);
        let sleeps: Point = (0, &[0, 1], &[0]);
        assert_eq!(preemptions(&[first, sleeps]), 0);
        assert_eq!(preemptions(&[first, sleeps, sleeps]), 1);
        // The first sleep of another task is another matter.
        let other: Point = (1, &[0, 1], &[1]);
        assert_eq!(preemptions(&[first, sleeps, (1, &[1], &[]), other]), 0);
    }
}

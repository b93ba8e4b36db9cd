//! Vector clocks.

use protocol::TaskId;

/// For each task how much of it is known to have happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock(Vec<u32>);

impl Clock {
    /// What is known of that task.
    pub(crate) fn of(&self, task: TaskId) -> u32 {
        self.0.get(task.index()).copied().unwrap_or(0)
    }

    /// Whether nothing is known to the other that is not known here, apart from that task's own time.
    pub(crate) fn knows_as_much_as(&self, other: &Clock, but_of: TaskId) -> bool {
        let mut theirs = TaskId::first(other.0.len()).zip(&other.0);
        theirs.all(|(task, time)| task == but_of || self.of(task) >= *time)
    }

    /// Knows from now on what the other knows too.
    pub(crate) fn join(&mut self, other: &Clock) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The task's own time goes on.
    pub(crate) fn tick(&mut self, task: TaskId) {
        let task = task.index();
        if self.0.len() <= task {
            self.0.resize(task + 1, 0);
        }
        self.0[task] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, TaskId};

    #[test]
    fn joining_keeps_the_later_of_both() {
        let (mut a, mut b) = (Clock::default(), Clock::default());
        let [first, third] = [0, 2].map(TaskId::new);
        a.tick(first);
        a.tick(first);
        b.tick(first);
        b.tick(third);
        a.join(&b);
        assert_eq!(
            [0, 1, 2, 3].map(|task| a.of(TaskId::new(task))),
            [2, 0, 1, 0]
        );
    }
}

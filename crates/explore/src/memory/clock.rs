//! Vector clocks.

use protocol::TaskId;

/// The times of so many tasks take no memory of their own: few programs have more.
const FEW: usize = 8;

/// For each task how much of it is known to have happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Clock {
    first: [u32; FEW],
    /// Those of the tasks behind them, up to the last one of which something is known.
    others: Vec<u32>,
}

impl Clock {
    /// What is known of that task.
    pub(crate) fn of(&self, task: TaskId) -> u32 {
        let at = task.index();
        match self.first.get(at) {
            Some(time) => *time,
            None => self.others.get(at - FEW).copied().unwrap_or(0),
        }
    }

    /// Whether nothing is known to the other that is not known here, apart from that task's own time.
    pub(crate) fn knows_as_much_as(&self, other: &Clock, but_of: TaskId) -> bool {
        let mut tasks = TaskId::first(FEW + other.others.len());
        tasks.all(|task| task == but_of || self.of(task) >= other.of(task))
    }

    /// The times of so many tasks.
    pub(crate) fn times(&self, count: usize) -> Vec<u32> {
        TaskId::first(count).map(|task| self.of(task)).collect()
    }

    /// Knows from now on what the other knows too.
    pub(crate) fn join(&mut self, other: &Clock) {
        if self.others.len() < other.others.len() {
            self.others.resize(other.others.len(), 0);
        }
        let first = self.first.iter_mut().zip(&other.first);
        for (mine, theirs) in first.chain(self.others.iter_mut().zip(&other.others)) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The task's own time goes on.
    pub(crate) fn tick(&mut self, task: TaskId) {
        let at = task.index();
        if let Some(time) = self.first.get_mut(at) {
            *time += 1;
            return;
        }
        let at = at - FEW;
        if self.others.len() <= at {
            self.others.resize(at + 1, 0);
        }
        self.others[at] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, TaskId};

    #[test]
    fn joining_keeps_the_later_of_both() {
        let (mut a, mut b) = (Clock::default(), Clock::default());
        let [first, third, last] = [0, 2, 11].map(TaskId::new);
        a.tick(first);
        a.tick(first);
        b.tick(first);
        b.tick(third);
        b.tick(last);
        assert!(!a.knows_as_much_as(&b, last));
        a.join(&b);
        assert_eq!(a.times(13), [2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
        assert!(a.knows_as_much_as(&b, last));
        b.tick(last);
        assert!(!a.knows_as_much_as(&b, first));
        assert!(a.knows_as_much_as(&b, last));
    }
}

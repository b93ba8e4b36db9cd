//! Vector clocks.

/// For each task how much of it is known to have happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock(Vec<u32>);

impl Clock {
    /// What is known of that task.
    pub(super) fn of(&self, task: usize) -> u32 {
        self.0.get(task).copied().unwrap_or(0)
    }

    /// Knows from now on what the other knows too.
    pub(super) fn join(&mut self, other: &Clock) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    /// The task's own time goes on.
    pub(super) fn tick(&mut self, task: usize) {
        if self.0.len() <= task {
            self.0.resize(task + 1, 0);
        }
        self.0[task] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn joining_keeps_the_later_of_both() {
        let (mut a, mut b) = (Clock::default(), Clock::default());
        a.tick(0);
        a.tick(0);
        b.tick(0);
        b.tick(2);
        a.join(&b);
        assert_eq!((a.of(0), a.of(1), a.of(2), a.of(3)), (2, 0, 1, 0));
    }
}

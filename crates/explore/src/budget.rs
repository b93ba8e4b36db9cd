//! How much work exploring may be. Counted, not timed: a busy machine changes nothing in what is explored.
//!
//! An execution counts as what it takes on a machine of its day: [`PROCESS`] for each of its processes, [`THREAD`] for each
//! of its threads beyond those that the executor has ready, [`STEP`] for each of its steps. If it used much more processor
//! time than that, because it computes between its steps, that time counts instead.

use std::ops::{Add, AddAssign, Div, Mul};
use std::time::Duration;

use protocol::{End, Reply};

/// To make and to end one process.
const PROCESS: Duration = Duration::from_micros(300);

/// To make and to end one thread, and to compare its steps with those that it might change places with.
const THREAD: Duration = Duration::from_micros(150);

/// How many threads the executor has ready: these cost next to nothing.
const READY: usize = 4;

/// To make a step, to hand the baton on, to tell of it, and to look at it.
const STEP: Duration = Duration::from_micros(8);

/// Processor time counts only where it is so many times as much: it is not the same each time.
const MUCH_MORE: u32 = 4;

/// An amount of work, in processor time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work(Duration);

impl Work {
    /// As much as takes so long on one processor.
    pub const fn of(time: Duration) -> Work {
        Work(time)
    }

    /// What one execution counts as.
    pub fn of_execution(reply: &Reply) -> Work {
        let processes = u32::try_from(reply.processes.len()).unwrap_or(u32::MAX);
        let steps = u32::try_from(reply.steps.len()).unwrap_or(u32::MAX);
        let made = reply.tasks.len().saturating_sub(READY);
        let threads = u32::try_from(made).unwrap_or(u32::MAX);
        let counted = PROCESS * processes.max(1) + THREAD * threads + STEP * steps;
        let measured = Duration::from_micros(reply.processor_micros);
        let measured = match reply.end {
            // The task that ran forever computed all the time.
            End::TimeLimit { .. } => measured,
            _ => measured / MUCH_MORE,
        };
        Work(counted.max(measured))
    }

    /// What is left of it.
    pub fn less(self, spent: Work) -> Work {
        Work(self.0.saturating_sub(spent.0))
    }
}

/// How much work a search may be. The very first execution is made in any case.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// So much.
    Alone(Work),
    /// So much, in equal parts with the searches that follow for the freedoms that the program turns out to have.
    SharedWithFreedoms(Work),
}

impl Budget {
    /// How much it is for this search, if so many freedoms are known.
    pub fn limit(self, freedoms: usize) -> Work {
        match self {
            Budget::Alone(work) => work,
            Budget::SharedWithFreedoms(work) => work / (1 + freedoms as u32),
        }
    }

    /// So many of so many equal parts of it.
    #[must_use]
    pub fn part(self, parts: u32, of: u32) -> Budget {
        match self {
            Budget::Alone(work) => Budget::Alone(work * parts / of),
            Budget::SharedWithFreedoms(work) => Budget::SharedWithFreedoms(work * parts / of),
        }
    }
}

impl Add for Work {
    type Output = Work;

    fn add(self, other: Work) -> Work {
        Work(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Work {
    fn add_assign(&mut self, other: Work) {
        *self = *self + other;
    }
}

impl Mul<u32> for Work {
    type Output = Work;

    fn mul(self, times: u32) -> Work {
        Work(self.0.saturating_mul(times))
    }
}

impl Div<u32> for Work {
    type Output = Work;

    fn div(self, parts: u32) -> Work {
        Work(self.0 / parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::TaskId;

    fn execution(processor_micros: u64) -> Work {
        Work::of_execution(&Reply {
            processor_micros,
            ..Reply::without_trace(End::Deadlock)
        })
    }

    #[test]
    fn what_a_busy_machine_adds_to_an_execution_does_not_count() {
        assert_eq!(execution(1000), execution(0));
    }

    #[test]
    fn an_execution_without_an_end_counts_for_all_of_its_time() {
        let endless = Work::of_execution(&Reply {
            processor_micros: 2_500_000,
            ..Reply::without_trace(End::TimeLimit {
                task: TaskId::new(1),
            })
        });
        assert_eq!(endless, Work::of(Duration::from_millis(2500)));
    }

    #[test]
    fn an_execution_that_computes_for_long_counts_for_it() {
        assert_eq!(execution(400_000), Work::of(Duration::from_millis(100)));
    }
}

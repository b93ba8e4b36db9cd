//! How much work exploring may be. Counted, not timed: a busy machine changes nothing in what is explored.
//!
//! An execution counts as what it takes on a machine of its day: [`PROCESS`] for each of its processes, [`THREAD`] for each
//! of its threads beyond those that the executor has ready, [`STEP`] for each of its steps, and [`ACCESS`] for each access to
//! memory beyond a few. So where a search ends is the same each time. Some programs take much longer than that, because of what
//! they do in std between their steps. A budget is therefore also
//! a limit on the processor time of all executions together, [`MUCH_MORE`] times as much; only programs that meet it are not
//! explored equally far each time.

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

/// To look at an access to memory, in nanoseconds.
const ACCESS: u64 = 15;

/// So many accesses are among what a process counts as.
const FEW_ACCESSES: u64 = 10_000;

/// A budget is so many times as much processor time as work.
const MUCH_MORE: u32 = 4;

/// The limit of processor time of an execution that has not ended by itself, where it makes neither steps nor accesses.
const CUT_OFF: Duration = Duration::from_secs(2);

/// An amount of work, and of processor time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The same each time.
    counted: Duration,
    /// Not the same each time.
    measured: Duration,
}

impl Work {
    /// As much as takes so long on one processor.
    pub const fn of(time: Duration) -> Work {
        Work {
            counted: time,
            measured: time.saturating_mul(MUCH_MORE),
        }
    }

    /// What one execution counts as.
    pub fn of_execution(reply: &Reply) -> Work {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let processes = number(reply.processes.len());
        let threads = number(reply.tasks.len().saturating_sub(READY));
        let accesses = reply.tasks.iter().map(|task| task.accesses);
        let accesses = accesses.fold(0, u64::saturating_add);
        let computed =
            Duration::from_nanos(ACCESS.saturating_mul(accesses.saturating_sub(FEW_ACCESSES)));
        let counted = PROCESS * processes.max(1)
            + THREAD * threads
            + STEP * number(reply.steps.len())
            + computed;
        let measured = Duration::from_micros(reply.processor_micros);
        Work {
            counted: match reply.end {
                // A task that ran forever without an access was cut off by its time.
                End::TimeLimit { .. } => {
                    let unseen = measured.saturating_sub(computed);
                    counted.max(to_the_nearest(CUT_OFF, unseen))
                }
                _ => counted,
            },
            measured,
        }
    }

    /// What is left of it.
    #[must_use]
    pub fn less(self, spent: Work) -> Work {
        Work {
            counted: self.counted.saturating_sub(spent.counted),
            measured: self.measured.saturating_sub(spent.measured),
        }
    }

    /// The smaller one.
    #[must_use]
    pub fn at_most(self, other: Work) -> Work {
        Work {
            counted: self.counted.min(other.counted),
            measured: self.measured.min(other.measured),
        }
    }

    /// Whether this budget is used up by what was spent.
    pub fn is_used_up_by(self, spent: Work) -> bool {
        spent.counted >= self.counted || spent.measured >= self.measured
    }
}

/// The multiple of `unit` that is nearest to this time.
fn to_the_nearest(unit: Duration, time: Duration) -> Duration {
    let units = (time + unit / 2).as_nanos() / unit.as_nanos();
    unit.saturating_mul(u32::try_from(units).unwrap_or(u32::MAX))
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
        Work {
            counted: self.counted.saturating_add(other.counted),
            measured: self.measured.saturating_add(other.measured),
        }
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
        Work {
            counted: self.counted.saturating_mul(times),
            measured: self.measured.saturating_mul(times),
        }
    }
}

impl Div<u32> for Work {
    type Output = Work;

    fn div(self, parts: u32) -> Work {
        Work {
            counted: self.counted / parts,
            measured: self.measured / parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Activity, ObjectId, ProcessId, Task, TaskId};

    const BUDGET: Work = Work::of(Duration::from_secs(1));

    fn executions(number: u32, end: &End, processor_micros: u64) -> Work {
        let one = Work::of_execution(&Reply {
            processor_micros,
            ..Reply::without_trace(end.clone())
        });
        one * number
    }

    #[test]
    fn how_long_executions_take_changes_nothing_unless_it_is_much_more_than_they_count_as() {
        for micros in [0, 300, 600, 1_199] {
            let most = executions(3_333, &End::Deadlock, micros);
            assert!(!BUDGET.is_used_up_by(most), "{micros}");
            assert!(BUDGET.is_used_up_by(most + executions(1, &End::Deadlock, micros)));
        }
    }

    #[test]
    fn executions_that_compute_where_nothing_is_counted_are_limited_by_their_time() {
        let long = executions(39, &End::Deadlock, 100_000);
        assert!(!BUDGET.is_used_up_by(long));
        assert!(BUDGET.is_used_up_by(long + executions(1, &End::Deadlock, 100_000)));
        // What follows has what is left of the time.
        assert!(
            BUDGET
                .less(long)
                .is_used_up_by(executions(1, &End::Deadlock, 100_000))
        );
    }

    #[test]
    fn an_execution_without_an_end_counts_as_its_limit_however_late_it_was_cut_off() {
        let end = End::TimeLimit {
            task: TaskId::new(1),
            activity: Activity::Repeats,
        };
        for micros in [2_000_000, 2_003_000, 2_640_000] {
            assert_eq!(executions(1, &end, micros).counted, CUT_OFF);
        }
    }

    #[test]
    fn accesses_are_counted_so_what_computes_for_long_is_explored_equally_far_on_any_machine() {
        let computing = |accesses, processor_micros| {
            let task = Task {
                name: String::new(),
                process: ProcessId::FIRST,
                ended: true,
                object: ObjectId::new(0),
                accesses,
                returns_value: false,
                detached: false,
                sees_time: false,
            };
            Work::of_execution(&Reply {
                processor_micros,
                tasks: vec![task],
                ..Reply::without_trace(End::Deadlock)
            })
        };
        assert_eq!(computing(FEW_ACCESSES, 0).counted, PROCESS);
        for micros in [500_000, 1_000_000, 2_000_000] {
            let one = computing(33_400_000, micros);
            assert!(!BUDGET.is_used_up_by(one), "{micros}");
            assert!(BUDGET.is_used_up_by(one + one), "{micros}");
        }
        assert!(BUDGET.is_used_up_by(computing(u64::MAX, 0)));
    }
}

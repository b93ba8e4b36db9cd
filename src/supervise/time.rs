//! How much of its time limit a run has had. A busy machine takes some of it away, and that says nothing about the program.
//!
//! What counts is the time that the run's threads had on a processor, or, where that is more, the time that went by
//! without any of them waiting for a processor: a thread that sleeps too long, or waits for something that never comes, is
//! not excused. The kernel counts both (`/proc/PID/stat` and `/proc/PID/task/TID/schedstat`, proc(5)).

use std::time::Duration;

/// What a run has had until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    /// Since its start.
    pub(super) elapsed: Duration,
    /// On processors, of all its threads together, those that have ended included.
    pub(super) processor: Duration,
    /// For how long its threads could run and had no processor, together; of those that have not ended.
    pub(super) ready: Duration,
}

/// How a run stands to its time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeLimit {
    /// It has so much left.
    Left(Duration),
    /// It has had its time.
    Reached,
    /// It has not had its time, but is not waited for any longer.
    HeldUp,
}

impl TimeLimit {
    /// Judges a run that may take as long as `limit`, and held up by a busy machine, `patience` times as long.
    pub(super) fn of(limit: Duration, patience: u32, usage: &Usage) -> TimeLimit {
        let not_held_up = usage.elapsed.saturating_sub(usage.ready);
        let spent = usage.processor.max(not_held_up);
        if spent >= limit {
            return TimeLimit::Reached;
        }
        let latest = limit.saturating_mul(patience);
        match latest.checked_sub(usage.elapsed) {
            None | Some(Duration::ZERO) => TimeLimit::HeldUp,
            Some(left) => TimeLimit::Left(left.min(limit - spent)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    fn judged(elapsed: f64, processor: f64, ready: f64) -> TimeLimit {
        let usage = Usage {
            elapsed: Duration::from_secs_f64(elapsed),
            processor: Duration::from_secs_f64(processor),
            ready: Duration::from_secs_f64(ready),
        };
        TimeLimit::of(LIMIT, 12, &usage)
    }

    #[test]
    fn on_a_quiet_machine_the_clock_counts() {
        assert_eq!(judged(5.0, 5.0, 0.0), TimeLimit::Reached);
        assert_eq!(judged(4.0, 2.0, 0.0), TimeLimit::Left(LIMIT / 5));
    }

    #[test]
    fn a_run_that_sleeps_away_its_time_has_had_it() {
        assert_eq!(judged(5.0, 0.001, 0.01), TimeLimit::Left(LIMIT / 500));
        assert_eq!(judged(5.01, 0.001, 0.01), TimeLimit::Reached);
    }

    #[test]
    fn a_run_that_waits_for_a_processor_has_not_had_its_time() {
        // Two threads that hand over to each other, and twenty others that want the two cores as well.
        assert_eq!(judged(5.0, 0.4, 4.5), TimeLimit::Left(LIMIT * 9 / 10));
        // Sleeping in between does not change that.
        assert_eq!(judged(5.0, 0.2, 3.0), TimeLimit::Left(LIMIT * 3 / 5));
    }

    #[test]
    fn an_endless_loop_has_had_its_time_also_on_a_busy_machine() {
        assert_eq!(judged(50.0, 5.0, 45.0), TimeLimit::Reached);
        // Four of them on two cores are in their own way.
        assert_eq!(judged(2.5, 5.0, 5.0), TimeLimit::Reached);
    }

    #[test]
    fn a_run_that_gets_next_to_nothing_of_the_processor_is_not_waited_for_without_an_end() {
        assert_eq!(judged(60.0, 0.5, 58.0), TimeLimit::HeldUp);
    }

    #[test]
    fn the_longest_limit_does_not_overflow() {
        let usage = Usage {
            elapsed: Duration::from_secs(1),
            processor: Duration::ZERO,
            ready: Duration::ZERO,
        };
        let left = Duration::MAX - Duration::from_secs(1);
        assert_eq!(
            TimeLimit::of(Duration::MAX, 12, &usage),
            TimeLimit::Left(left)
        );
    }
}

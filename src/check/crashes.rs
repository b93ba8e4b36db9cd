//! When a worker process of a real run is killed, where the exercise asks for that: in every second run, at a random moment.

use std::time::Duration;

use fastrand::Rng;

use super::Stop;
use super::judge::Run;
use super::pace::LONG_ENOUGH;
use crate::supervise::Crash;

/// Where the random numbers begin: each check kills at the same moments, as far as runs take equally long.
const SEED: u64 = 0x5eed;

/// The crashes of the real runs of one check.
#[derive(Debug)]
pub(super) struct Crashes {
    are_asked_for: bool,
    random: Rng,
    /// How long the last run took, if no process was killed in it and the workers had time to overlap.
    last: Option<Duration>,
}

impl Crashes {
    /// All of them, or none where they are not asked for.
    pub(super) fn new(are_asked_for: bool) -> Crashes {
        Crashes {
            are_asked_for,
            random: Rng::with_seed(SEED),
            last: None,
        }
    }

    /// Makes the next run, with its crash if it is to have one.
    pub(super) fn run(
        &mut self,
        run: impl FnOnce(Option<Crash>) -> Result<Run, Stop>,
    ) -> Result<Run, Stop> {
        let crash = self.next();
        let run = run(crash)?;
        let whole = Duration::from_secs_f64(run.outcome.seconds);
        let is_measure = crash.is_none() && whole >= LONG_ENOUGH;
        self.last = is_measure.then_some(whole);
        Ok(run)
    }

    fn next(&mut self) -> Option<Crash> {
        let whole = self.last.filter(|_| self.are_asked_for)?;
        Some(Crash {
            after: whole.mul_f64(self.random.f64()),
            which: self.random.u32(..),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::{Captured, End, Outcome};

    fn ran(seconds: f64) -> Run {
        Run {
            outcome: Outcome {
                end: End::Exited { code: 0 },
                stdout: Captured::default(),
                stderr: Captured::default(),
                seconds,
                processor_seconds: seconds,
                waits: 0,
                left_running: Vec::new(),
                killed: None,
            },
            finished: true,
        }
    }

    /// The crashes of so many runs that take as long.
    fn of_runs(are_asked_for: bool, seconds: f64, number: usize) -> Vec<Option<Crash>> {
        let (mut crashes, mut all) = (Crashes::new(are_asked_for), Vec::new());
        for _ in 0..number {
            let run = |crash| {
                all.push(crash);
                Ok(ran(seconds))
            };
            assert!(crashes.run(run).is_ok());
        }
        all
    }

    #[test]
    fn every_second_run_has_a_crash_at_another_moment_while_it_lasts() {
        let all = of_runs(true, 1.0, 20);
        assert!(all.iter().step_by(2).all(Option::is_none));
        let mut moments: Vec<Duration> = all.iter().flatten().map(|crash| crash.after).collect();
        assert!(moments.iter().all(|after| *after <= Duration::from_secs(1)));
        moments.sort_unstable();
        moments.dedup();
        assert_eq!(moments.len(), 10);
        assert_eq!(
            all,
            of_runs(true, 1.0, 20),
            "they are the same in each check"
        );
    }

    #[test]
    fn an_exercise_that_asks_for_no_crash_has_none_nor_have_runs_that_are_too_short() {
        assert!(of_runs(true, 0.01, 20).iter().all(Option::is_none));
        assert!(of_runs(false, 1.0, 20).iter().all(Option::is_none));
    }
}

//! Judges executions for a search: by what is expected of the program, and by data races.

use explore::oracle::Oracle;
use protocol::{End, Reply};

use super::ExploreError;
use super::legend::Legend;
use super::outcome::{Expected, Outcome, Why, judge_end, runs_forever_though_joined};
use super::pool::LIMITS;
use super::races;
use super::remarks::{self, Remark};
use crate::failure::Kind;

/// Which failures are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failures {
    /// All.
    All,
    /// All but livelocks of several tasks. With enough preemptions, tasks that back off get in each other's way for as long as one
    /// likes. A task that is left alone spins forever, whatever the schedule.
    AllThatLast,
    /// Those that show at the end; data races are known already.
    AtTheEnd,
    /// None: every execution is looked at.
    None,
}

/// A task that spins has done more steps than this before that is called a livelock.
const MANY_STEPS: usize = 200;

/// Judges the executions of one search.
#[derive(Debug)]
pub struct Judge<'a> {
    expected: Expected,
    failures: Failures,
    legend: &'a Legend,
    /// What is remarked of executions that ended well: one of each kind.
    pub remarks: Vec<Remark>,
    /// How many executions ended in a livelock that does not count as a failure.
    pub left_out: u64,
}

impl Judge<'_> {
    /// A judge of a program of which that is expected, which looks for these failures.
    pub fn new(expected: Expected, failures: Failures, legend: &Legend) -> Judge<'_> {
        Judge {
            expected,
            failures,
            legend,
            remarks: Vec::new(),
            left_out: 0,
        }
    }
}

impl Oracle for Judge<'_> {
    type Failure = Kind;
    type Obstacle = Why;
    type Error = ExploreError;

    fn judge(&mut self, reply: &Reply, first: Option<&Reply>) -> Result<Outcome, ExploreError> {
        if reply.end == End::HeldUp {
            return Err(ExploreError::HeldUp);
        }
        let end = judge_end(reply, self.expected, &LIMITS).map_err(ExploreError::Internal)?;
        let end = first
            .and_then(|first| runs_forever_though_joined(first, reply))
            .unwrap_or(end);
        let outcome = match self.failures {
            Failures::None if matches!(end, Outcome::Wrong(_)) => Outcome::Well,
            Failures::AllThatLast
                if end == Outcome::Wrong(Kind::Livelock) && !is_of_one_task(reply) =>
            {
                self.left_out += 1;
                Outcome::Well
            }
            Failures::All | Failures::AllThatLast => races::unless_wrong(end, reply, self.legend),
            Failures::AtTheEnd | Failures::None => end,
        };
        Ok(match outcome {
            Outcome::Unexplorable(why) => Outcome::Unexplorable(why.located(reply, self.legend)),
            Outcome::Wrong(kind) => Outcome::Wrong(kind),
            Outcome::Well => {
                for remark in remarks::of_execution(reply, self.legend) {
                    remarks::add(&mut self.remarks, remark);
                }
                Outcome::Well
            }
        })
    }

    fn nondeterministic(&self, reply: &Reply, step: Option<usize>) -> Why {
        let step = step.and_then(|step| reply.steps.get(step));
        let line = step.and_then(|step| self.legend.line(reply, step.place, &step.frames));
        Why::Nondeterministic { line }
    }

    /// A data race shows best by the wrong value that it brings about.
    fn rank(&self, failure: &Kind) -> u32 {
        u32::from(failure.is_about_memory())
    }
}

/// Whether no other task could go, and none for long.
fn is_of_one_task(reply: &Reply) -> bool {
    let mut last = reply.steps.iter().rev().take(MANY_STEPS);
    last.all(|step| step.enabled.len() == 1)
}

//! The beginning of an execution.

use protocol::{Decision, Limits, Policy, Request, SwitchAt, TaskSet};

use crate::edition::Edition;
use crate::exploration::schedule::{Environment, Schedule, Setting};

/// The first steps of an execution under these decisions. The decisions are all that the steps take, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    schedule: Schedule,
    steps: usize,
}

impl Prefix {
    /// So many steps under these decisions, with a switch at every access.
    pub(super) fn new(
        edition: Edition,
        environment: Environment,
        decisions: Vec<Decision>,
        steps: usize,
    ) -> Prefix {
        Prefix {
            schedule: Schedule {
                edition,
                setting: Setting {
                    switch_at: SwitchAt::EveryAccess,
                    ..Setting::of(environment)
                },
                decisions,
            },
            steps,
        }
    }

    /// The schedule that leads there, and goes on as the executor decides.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The same with so many more steps, which take these decisions.
    pub(super) fn and(
        &self,
        decisions: impl IntoIterator<Item = Decision>,
        steps: usize,
    ) -> Prefix {
        let mut longer = self.clone();
        longer.schedule.decisions.extend(decisions);
        longer.steps += steps;
        longer
    }

    /// The same with these decisions for the steps that follow.
    pub(super) fn then(&self, decisions: impl IntoIterator<Item = Decision>) -> Prefix {
        self.and(decisions, 0)
    }

    /// The execution, which ends after so many steps, if it does not end before.
    pub(super) fn until(&self, steps: usize) -> Request {
        let request = self.whole();
        Request {
            limits: Limits {
                steps: u32::try_from(steps)
                    .unwrap_or(u32::MAX)
                    .min(request.limits.steps),
                ..request.limits
            },
            ..request
        }
    }

    /// The execution, which goes on as the executor decides.
    pub(super) fn whole(&self) -> Request {
        let Schedule {
            setting, decisions, ..
        } = &self.schedule;
        let setting = Setting {
            then: Policy::Default,
            ..*setting
        };
        setting.request(decisions.clone(), TaskSet::EMPTY)
    }
}

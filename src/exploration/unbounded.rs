//! All interleavings, with no bound: for programs of threads, under sequential consistency.

use std::time::Duration;

use explore::bounded::{self, Query};
use explore::driver::{self, Conditions, Listener};
use explore::exhaustive::Exhaustive;
use protocol::{Reply, Rules, SwitchAt};

use super::budget::{Budget, Work};
use super::course::{Course, Ended};
use super::coverage::{Coverage, Rest};
use super::judge::{Failures, Judge};
use super::pool::{LIMITS, Session};
use super::schedule::Environment;
use super::search::{Preemptions, Tally};
use super::{Explorable, ExploreError, Found};

/// How much work it may be to find the same failure with fewer preemptions.
const TO_SHORTEN: Work = Work::of(Duration::from_secs(2));

impl Explorable {
    /// Looks for a failure in all interleavings, with each of these numbers of rounds, and adds to the coverage what it covers.
    pub(super) fn in_all_interleavings(
        &self,
        all_rounds: &[u64],
        budget: Work,
        course: &mut Course<'_>,
        coverage: &mut Coverage,
    ) -> Result<Option<Ended>, ExploreError> {
        let mut left = budget;
        for (at, &rounds) in all_rounds.iter().enumerate() {
            let environment = Environment {
                rounds,
                extra: 0,
                mode: course.plan.mode,
            };
            let share = left / u32::try_from(all_rounds.len() - at).unwrap_or(1);
            let found = self.unbounded(environment, share, course)?;
            left = left.less(found.spent);
            coverage.executions += found.coverage.executions;
            coverage.unbounded = match (coverage.unbounded.take(), found.coverage.unbounded) {
                (Some(one), Some(other)) => Some(one.and(&other)),
                (one, other) => one.or(other),
            };
            if let Some(failing) = found.failing {
                let ended = Ended {
                    environment,
                    freedom: None,
                    failing,
                };
                let executions = &mut coverage.executions;
                return self.shortened(ended, course, executions).map(Some);
            }
        }
        Ok(None)
    }

    fn unbounded(
        &self,
        environment: Environment,
        budget: Work,
        course: &mut Course<'_>,
    ) -> Result<Found, ExploreError> {
        let rules = Rules {
            goes_last: course.endless,
            ..Rules::default()
        };
        let mut judge = Judge::new(course.plan.expected, Failures::All, &self.legend);
        let mut listener = Listener {
            on_progress: &mut |executions, cost| (course.on_progress)(executions, None, cost),
            on_reply: &mut |_| (),
        };
        let mut session = self.session(environment, course.cancel)?;
        let mut found = each_once(&mut session, rules, budget, &mut judge, &mut listener)?;
        if let Some(unbounded) = &mut found.coverage.unbounded {
            unbounded.freedoms = found.freedoms.clone();
            // What could not be followed may hide more.
            if found.why_not.is_some() {
                unbounded.rest = unbounded.rest.max(Rest::Unknown);
            }
        }
        Ok(found)
    }

    /// The failure with the fewest preemptions, as far as that is found soon.
    fn shortened(
        &self,
        ended: Ended,
        course: &Course<'_>,
        executions: &mut u64,
    ) -> Result<Ended, ExploreError> {
        let query = Query {
            bound: preemptions(&ended.failing.reply).into(),
            ..course.query(SwitchAt::Synchronisation, None, Budget::Alone(TO_SHORTEN))
        };
        let mut session = self.session(ended.environment, course.cancel)?;
        let mut judge = Judge::new(course.plan.expected, Failures::All, &self.legend);
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let found = bounded::search(&mut session, &query, &mut judge, &mut listener)?;
        *executions += found.coverage.executions;
        Ok(Ended {
            failing: found.failing.unwrap_or(ended.failing),
            ..ended
        })
    }
}

/// Each inequivalent interleaving once, under these rules.
pub(super) fn each_once(
    session: &mut Session,
    rules: Rules,
    budget: Work,
    judge: &mut Judge<'_>,
    listener: &mut Listener<'_>,
) -> Result<Found, ExploreError> {
    let conditions = Conditions {
        rules: Rules {
            switch_at: SwitchAt::Synchronisation,
            every_step: true,
            ..rules
        },
        limits: LIMITS,
        budget: Budget::Alone(budget),
    };
    let mut strategy = Exhaustive::new(conditions.rules.switch_at);
    driver::drive(session, &mut strategy, &conditions, judge, listener)
}

/// The preemptions of an execution.
fn preemptions(reply: &Reply) -> Preemptions {
    let steps = reply.steps.iter();
    steps.fold(Tally::default(), Tally::after_step).preemptions
}

//! All interleavings, with no bound: for programs of threads, under sequential consistency.

use std::time::Duration;

use explore::bounded::{self, Query};
use explore::driver::{self, Conditions, Listener};
use explore::exhaustive::Exhaustive;
use protocol::{Reply, Rules, SwitchAt};

use super::budget::{Budget, Work};
use super::course::Course;
use super::coverage::{Rest, Unbounded};
use super::judge::{Failures, Judge};
use super::pool::{LIMITS, Session};
use super::schedule::Environment;
use super::search::{Preemptions, Tally};
use super::{Explorable, ExploreError, Failing, Found};

/// How much work it may be to find the same failure with fewer preemptions.
const TO_SHORTEN: Work = Work::of(Duration::from_secs(2));

impl Explorable {
    /// Looks for a failure in all interleavings, and adds what it covers to what was found until then.
    pub(super) fn in_all_interleavings(
        &self,
        environment: Environment,
        budget: Work,
        course: &mut Course<'_>,
        found: &mut Found,
    ) -> Result<(), ExploreError> {
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
        let all = each_once(&mut session, rules, budget, &mut judge, &mut listener)?;
        drop(session);
        course.note(judge.remarks);
        found.spent += all.spent;
        found.coverage.executions += all.coverage.executions;
        found.freedoms.extend(&all.freedoms);
        found.yielding |= all.yielding;
        if let Some(failing) = all.failing {
            let executions = &mut found.coverage.executions;
            let failing = self.shortened(failing, environment, course, executions)?;
            found.failing = Some(failing);
            return Ok(());
        }
        found.coverage.unbounded = all.coverage.unbounded.map(|unbounded| Unbounded {
            freedoms: all.freedoms,
            // What could not be followed may hide more.
            rest: match all.why_not {
                Some(_) => unbounded.rest.max(Rest::Unknown),
                None => unbounded.rest,
            },
            ..unbounded
        });
        if !course.plan.unbounded && !found.coverage.covers_all() {
            // It was not asked for.
            found.coverage.unbounded = None;
        }
        Ok(())
    }

    /// The failure with the fewest preemptions, as far as that is found soon.
    fn shortened(
        &self,
        failing: Box<Failing>,
        environment: Environment,
        course: &Course<'_>,
        executions: &mut u64,
    ) -> Result<Box<Failing>, ExploreError> {
        let query = Query {
            bound: preemptions(&failing.reply).into(),
            ..course.query(SwitchAt::Synchronisation, None, Budget::Alone(TO_SHORTEN))
        };
        let mut session = self.session(environment, course.cancel)?;
        let mut judge = Judge::new(course.plan.expected, Failures::All, &self.legend);
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let found = bounded::search(&mut session, &query, &mut judge, &mut listener)?;
        *executions += found.coverage.executions;
        Ok(found.failing.unwrap_or(failing))
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

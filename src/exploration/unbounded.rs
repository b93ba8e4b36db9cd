//! All interleavings, with no bound, and all executions under RC11.

use std::collections::BTreeSet;
use std::time::Duration;

use explore::bounded::{self, Query};
use explore::driver::{self, Conditions, Listener};
use explore::exhaustive::Exhaustive;
use protocol::{Reply, Rules, Step, SwitchAt};

use super::budget::{Budget, Work};
use super::course::Course;
use super::coverage::{Coverage, Rest};
use super::judge::{Failures, Judge};
use super::pool::{LIMITS, Session};
use super::schedule::Environment;
use super::search::{Freedom, Preemptions, Tally};
use super::{Explorable, ExploreError, Failing, Found};

/// How much work it may be to find the same failure with fewer preemptions.
const TO_SHORTEN: Work = Work::of(Duration::from_secs(2));

impl Explorable {
    /// Looks for a failure in all interleavings, each of which may have this freedom: once, or as often as the memory model
    /// allows. A failure is shown with the fewest preemptions, as far as that is found soon.
    pub(super) fn in_all_interleavings(
        &self,
        environment: Environment,
        freedom: Option<Freedom>,
        budget: Work,
        course: &mut Course<'_>,
    ) -> Result<Found, ExploreError> {
        let rules = Rules {
            goes_last: course.endless,
            crashes: course.plan.crashes,
            ..Rules::default()
        };
        let failures = Failures::AllThatLast;
        let mut judge = Judge::new(course.plan.expected, failures, &self.legend);
        let mut listener = Listener {
            on_progress: &mut |executions, cost| (course.on_progress)(executions, None, cost),
            on_reply: &mut |_| (),
        };
        let freedoms = BTreeSet::from_iter(freedom);
        let mut session = self.session(environment, course.cancel)?;
        let mut all = each_once(
            &mut session,
            rules,
            &freedoms,
            budget,
            &mut judge,
            &mut listener,
        )?;
        course.note(judge.remarks);
        if let Some(unbounded) = &mut all.coverage.unbounded {
            unbounded.freedoms = &all.freedoms - &freedoms;
            // What could not be followed may hide more.
            if all.why_not.is_some() || judge.left_out > 0 {
                unbounded.rest = unbounded.rest.max(Rest::Unknown);
            }
        }
        if let Some(failing) = all.failing {
            let executions = &mut all.coverage.executions;
            let shortest = self.shortened(failing, (environment, freedom), course, executions)?;
            all.failing = Some(shortest);
        }
        let covers_all = all.coverage.covers_all();
        all.coverage = Coverage {
            complete: covers_all,
            exhausted: covers_all,
            crashes: freedom == Some(Freedom::Crash),
            ..all.coverage
        };
        Ok(all)
    }

    fn shortened(
        &self,
        failing: Box<Failing>,
        (environment, freedom): (Environment, Option<Freedom>),
        course: &Course<'_>,
        executions: &mut u64,
    ) -> Result<Box<Failing>, ExploreError> {
        let bound = preemptions(&failing.reply).number() + others(&failing.reply);
        let query = Query {
            bound: Preemptions::new(bound).into(),
            ..course.query(
                SwitchAt::Synchronisation,
                freedom,
                Budget::Alone(TO_SHORTEN),
            )
        };
        let mut session = self.session(environment, course.cancel)?;
        let failures = Failures::AllThatLast;
        let mut judge = Judge::new(course.plan.expected, failures, &self.legend);
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let found = bounded::search(&mut session, &query, &mut judge, &mut listener)?;
        *executions += found.coverage.executions;
        Ok(found.failing.unwrap_or_else(|| {
            Box::new(Failing {
                // Where each step was decided, these are others.
                decisions: failing.reply.decisions(),
                ..*failing
            })
        }))
    }
}

/// Each inequivalent interleaving once, under these rules. Each may have one of these freedoms.
pub(super) fn each_once(
    session: &mut Session,
    rules: Rules,
    freedoms: &BTreeSet<Freedom>,
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
    let mut strategy = Exhaustive::new(conditions.rules.switch_at, freedoms);
    driver::drive(session, &mut strategy, &conditions, judge, listener)
}

/// What else of an execution counts as much as a preemption.
fn others(reply: &Reply) -> u32 {
    let is_one =
        |step: &&Step| step.stale || step.spurious || step.is_spurious_wakeup() || step.is_crash();
    reply.steps.iter().filter(is_one).count() as u32
}

/// The preemptions of an execution.
fn preemptions(reply: &Reply) -> Preemptions {
    let steps = reply.steps.iter();
    steps.fold(Tally::default(), Tally::after_step).preemptions
}

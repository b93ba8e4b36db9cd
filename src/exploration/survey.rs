//! All that a program can come to: the set of its outcomes, as litmus tests have it.

use std::collections::BTreeMap;

use explore::bounded::{self, Query};
use explore::driver::Listener;
use explore::race;
use protocol::{End, Reply, Rules, SwitchAt, readable};

use super::budget::{Budget, Work};
use super::coverage::Unbounded;
use super::judge::{Failures, Judge};
use super::outcome::Expected;
use super::pool::LIMITS;
use super::schedule::Environment;
use super::search::{Freedom, Measure, Preemptions, Reduction};
use super::{Explorable, ExploreError, unbounded};
use crate::supervise::Cancel;

/// What a program came to, over all executions of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many executions there were.
    pub executions: u64,
    /// How many of them came to each outcome: what was printed, or how it ended otherwise.
    pub outcomes: BTreeMap<String, u64>,
    /// How many of them had a data race.
    pub racing: u64,
    /// Whether the bound was reached in time.
    pub complete: bool,
}

impl Explorable {
    /// Makes all executions with at most `bound` preemptions, and tells what they came to.
    ///
    /// # Errors
    /// As [`Explorable::explore`].
    pub fn survey(
        &self,
        environment: Environment,
        (switch_at, freedom): (SwitchAt, Option<Freedom>),
        reduction: Reduction,
        bound: Preemptions,
        budget: Work,
        cancel: &Cancel,
    ) -> Result<Survey, ExploreError> {
        let query = Query {
            measure: Measure::Preemptions(reduction),
            freedom,
            bound: bound.into(),
            quick_bound: None,
            budget: Budget::Alone(budget),
            rules: Rules {
                switch_at,
                crashes: freedom == Some(Freedom::Crash),
                ..Rules::default()
            },
            limits: LIMITS,
        };
        let mut outcomes = BTreeMap::new();
        let mut racing = 0;
        let mut session = self.session(environment, cancel)?;
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |reply| {
                *outcomes.entry(outcome(reply)).or_default() += 1;
                racing += u64::from(!race::races(reply).is_empty());
            },
        };
        let mut judge = Judge::new(Expected::Success, Failures::None, &self.legend);
        let found = bounded::search(&mut session, &query, &mut judge, &mut listener)?;
        Ok(Survey {
            executions: found.coverage.executions,
            complete: found.coverage.complete && found.why_not.is_none(),
            outcomes,
            racing,
        })
    }

    /// Makes each inequivalent execution once, with no bound, and counts what they came to. Each may have the freedom, once.
    ///
    /// # Errors
    /// As [`Explorable::explore`].
    pub fn survey_all(
        &self,
        environment: Environment,
        freedom: Option<Freedom>,
        budget: Work,
        cancel: &Cancel,
    ) -> Result<(Survey, Unbounded), ExploreError> {
        let mut survey = Survey::default();
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |reply| {
                *survey.outcomes.entry(outcome(reply)).or_default() += 1;
                survey.racing += u64::from(!race::races(reply).is_empty());
            },
        };
        let mut session = self.session(environment, cancel)?;
        let mut judge = Judge::new(Expected::Success, Failures::None, &self.legend);
        let rules = Rules {
            crashes: freedom == Some(Freedom::Crash),
            ..Rules::default()
        };
        let found = unbounded::each_once(
            &mut session,
            rules,
            &freedom.into_iter().collect(),
            budget,
            &mut judge,
            &mut listener,
        )?;
        let unbounded = found.coverage.unbounded.unwrap_or_default();
        survey.executions = found.coverage.executions;
        survey.complete = unbounded.is_complete() && found.why_not.is_none();
        Ok((survey, unbounded))
    }
}

/// What was printed, or the end in a word.
fn outcome(reply: &Reply) -> String {
    let printed = readable(&reply.stdout).trim().replace('\n', " | ");
    match &reply.end {
        End::Exited { code: 0 } => printed,
        End::Exited { code: 101 } => {
            let message = reply.panics.last().map(|panic| panic.message.as_str());
            format!("panic: {}", message.unwrap_or("?"))
        }
        other => format!("{other:?}"),
    }
}

//! Looks for an execution that goes wrong, from a moment on.

use explore::bounded::{self, Query};
use explore::driver::Listener;
use explore::executor::{Answer, Executor};
use protocol::{Request, Rules, SwitchAt, TaskSet};

use super::positions::NoPosition;
use super::{Positions, Prefix, Route};
use crate::exploration::budget::{Budget, Work};
use crate::exploration::judge::Judge;
use crate::exploration::pool::{LIMITS, Session};
use crate::exploration::search::{Freedom, Measure, Preemptions, Reduction};
use crate::exploration::{ExploreError, Found};

pub use crate::exploration::judge::Failures;

impl Positions<'_> {
    /// An execution that begins like this and goes wrong, with the fewest preemptions from here on.
    ///
    /// # Errors
    /// [`NoPosition`]
    pub fn counterexample_after(
        &self,
        prefix: &Prefix,
        failures: Failures,
        bound: Preemptions,
        budget: Work,
    ) -> Result<Option<Route>, NoPosition> {
        let found = self.search_after(prefix, failures, None, bound, budget)?;
        let mut failing = found.failing;
        for freedom in found.freedoms {
            if failing.is_none() {
                let freedom = Some(freedom);
                failing = self
                    .search_after(prefix, failures, freedom, bound, budget)?
                    .failing;
            }
        }
        let Some(failing) = failing else {
            return Ok(None);
        };
        let whole = prefix.then(failing.decisions);
        let reply = self.session()?.run(whole.whole())?;
        let steps = reply.steps.len();
        Ok(Some(self.route_of(&reply, steps, steps)))
    }

    fn search_after(
        &self,
        prefix: &Prefix,
        failures: Failures,
        freedom: Option<Freedom>,
        bound: Preemptions,
        budget: Work,
    ) -> Result<Found, ExploreError> {
        let query = Query {
            measure: Measure::Preemptions(Reduction::PartialOrder),
            freedom,
            bound: bound.into(),
            quick_bound: None,
            budget: Budget::Alone(budget),
            rules: Rules {
                switch_at: SwitchAt::EveryAccess,
                ..Rules::default()
            },
            limits: LIMITS,
        };
        let mut after = After {
            session: self.session()?,
            prefix,
        };
        let mut judge = Judge::new(self.expected, failures, &self.program.legend);
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        bounded::search(&mut after, &query, &mut judge, &mut listener)
    }
}

/// Executions that all begin with the same steps, for a search that decides only what comes after them.
struct After<'a> {
    session: Session,
    prefix: &'a Prefix,
}

impl Executor for After<'_> {
    type Error = ExploreError;

    fn at_once(&self) -> usize {
        self.session.at_once()
    }

    fn begin(&mut self, number: u64, request: Request) {
        let whole = self.prefix.then(request.decisions);
        let decisions = whole.schedule().decisions.clone();
        self.session.begin(
            number,
            Request {
                decisions,
                ..request
            },
        );
    }

    /// In the steps of the prefix nothing is left to decide.
    fn answer(&mut self) -> Result<Answer, ExploreError> {
        let mut answer = self.session.answer()?;
        for step in answer.reply.steps.iter_mut().take(self.prefix.steps()) {
            step.enabled = TaskSet::of(step.task);
            step.yielding = TaskSet::EMPTY;
            step.spinning = TaskSet::EMPTY;
            step.wakeable = TaskSet::EMPTY;
            step.killable = TaskSet::EMPTY;
        }
        Ok(answer)
    }
}

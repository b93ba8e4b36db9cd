//! Searches up to a bound, in one pass or in two. Where many threads can go at once, first with few delays, which are few
//! interleavings whatever the number of threads; then by preemptions.

use protocol::{Limits, Reply, Rules, TaskSet};

use crate::budget::Budget;
use crate::driver::{self, Conditions, Found, FoundBy, Listener};
use crate::executor::Executor;
use crate::oracle::Oracle;
use crate::search::{Cost, Delays, Freedom, Measure, QuickBound, Search};

/// If so many tasks can go at once, all orders of them are too many: each is one more without a preemption.
const MANY: u32 = 6;

/// Of so many parts of the budget the delays get all but one where there are many tasks.
const PARTS: u32 = 4;

/// What to search, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// What is counted against the bound.
    pub measure: Measure,
    /// What an execution may do that the executor does only where it is asked to.
    pub freedom: Option<Freedom>,
    /// The most preemptions or delays.
    pub bound: Cost,
    /// A greater bound, as long as that is cheap.
    pub quick_bound: Option<QuickBound>,
    /// After how much work to stop, complete or not.
    pub budget: Budget,
    /// What holds in each execution. The tasks that go last are those that are known to run forever without a step.
    pub rules: Rules,
    /// How far one execution may go.
    pub limits: Limits,
}

impl Query {
    fn strategy(&self) -> Search {
        let switch_at = self.rules.switch_at;
        Search::new(self.measure, switch_at, self.bound, self.freedom).while_quick(self.quick_bound)
    }

    fn conditions(&self) -> Conditions {
        Conditions {
            rules: self.rules,
            limits: self.limits,
            budget: self.budget,
        }
    }

    /// The same program by delays, with this part of the budget, where these tasks go last.
    fn by_delays(&self, budget: Budget, goes_last: TaskSet) -> Query {
        Query {
            measure: Measure::Delays,
            bound: self.bound.max(Delays::new(1).into()),
            quick_bound: None,
            ..self.again(budget, goes_last)
        }
    }

    /// The same with this part of the budget, where these tasks go last.
    fn again(&self, budget: Budget, goes_last: TaskSet) -> Query {
        Query {
            budget,
            rules: Rules {
                goes_last,
                ..self.rules
            },
            ..*self
        }
    }
}

/// Searches in one pass.
///
/// # Errors
/// When the executor gives no answer, or the oracle no judgement.
pub fn search<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    query: &Query,
    oracle: &mut O,
    listener: &mut Listener<'_>,
) -> Result<FoundBy<O>, E::Error> {
    let (mut strategy, conditions) = (query.strategy(), query.conditions());
    driver::drive(executor, &mut strategy, &conditions, oracle, listener)
}

/// Searches by preemptions, as `query` says, and by delays where that is needed. `on_progress` gets the number of executions
/// in this pass so far, what is counted, and how much of that the last one has.
///
/// # Errors
/// As [`search`].
pub fn search_in_passes<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    query: &Query,
    oracle: &mut O,
    on_progress: &mut dyn FnMut(u64, Measure, Cost),
) -> Result<FoundBy<O>, E::Error> {
    let first = match driver::first(executor, &query.conditions(), oracle)? {
        Ok(first) => first,
        Err(why) => {
            return Ok(Found {
                why_not: Some(why),
                over: true,
                ..Found::default()
            });
        }
    };
    let mut pass = |query: &Query| {
        let mut listener = Listener {
            on_progress: &mut |executions, cost| on_progress(executions, query.measure, cost),
            on_reply: &mut |_| (),
        };
        search(executor, query, oracle, &mut listener)
    };
    let small = query.budget.part(1, PARTS);
    if can_go_at_once(&first) >= MANY {
        let most = query.budget.part(PARTS - 1, PARTS);
        let found = pass(&query.by_delays(most, query.rules.goes_last))?;
        if found.failing.is_some() || found.over {
            return Ok(found);
        }
        let by_preemptions = query.again(small, found.endless);
        return Ok(found.and(pass(&by_preemptions)?));
    }
    let found = pass(query)?;
    if found.failing.is_some() || found.over || found.coverage.is_enough() {
        return Ok(found);
    }
    let by_delays = query.by_delays(small, found.endless);
    Ok(found.and(pass(&by_delays)?))
}

/// The most tasks that could go at one of its steps.
fn can_go_at_once(reply: &Reply) -> u32 {
    let at = reply.steps.iter().map(|step| step.enabled.len());
    at.max().unwrap_or(0)
}

//! One search in passes. Where many threads can go at once, first with few delays, which are few interleavings whatever the
//! number of threads; then by preemptions.

use protocol::{Reply, Rules};

use super::{Found, FoundBy, Listener, Query};
use crate::executor::Executor;
use crate::oracle::Oracle;
use crate::search::{Delays, Measure};

/// If so many tasks can go at once, all orders of them are too many: each is one more without a preemption.
const MANY: u32 = 6;

/// Of so many parts of the budget the delays get all but one where there are many tasks.
const PARTS: u32 = 4;

/// Searches by preemptions, as `query` says, and by delays where that is needed.
///
/// # Errors
/// As [`super::search`].
pub fn search<E: Executor, O: Oracle<Error = E::Error>>(
    executor: &mut E,
    query: &Query,
    oracle: &mut O,
    listener: &mut Listener<'_>,
) -> Result<FoundBy<O>, E::Error> {
    let first = match super::first(executor, query, oracle)? {
        Ok(first) => first,
        Err(why) => {
            return Ok(Found {
                why_not: Some(why),
                over: true,
                ..Found::default()
            });
        }
    };
    let mut pass = |query: &Query| super::search(executor, query, oracle, listener);
    let with_last = |goes_last| Rules {
        goes_last,
        ..query.rules
    };
    let by_delays = |budget, goes_last| Query {
        measure: Measure::Delays,
        bound: query.bound.max(Delays::new(1).into()),
        quick_bound: None,
        budget,
        rules: with_last(goes_last),
        ..*query
    };
    let small = query.budget.part(1, PARTS);
    if can_go_at_once(&first) >= MANY {
        let most = query.budget.part(PARTS - 1, PARTS);
        let found = pass(&by_delays(most, query.rules.goes_last))?;
        if found.failing.is_some() || found.over {
            return Ok(found);
        }
        let by_preemptions = Query {
            budget: small,
            rules: with_last(found.endless),
            ..*query
        };
        return Ok(found.and(pass(&by_preemptions)?));
    }
    let found = pass(query)?;
    if found.failing.is_some() || found.over || found.coverage.is_enough() {
        return Ok(found);
    }
    let by_delays = by_delays(small, found.endless);
    Ok(found.and(pass(&by_delays)?))
}

/// The most tasks that could go at one of its steps.
fn can_go_at_once(reply: &Reply) -> u32 {
    let at = reply.steps.iter().map(|step| step.enabled.len());
    at.max().unwrap_or(0)
}

//! One search in passes. Where many threads can go at once, first with few delays, which are few interleavings whatever the
//! number of threads; then by preemptions.

use protocol::Reply;

use super::ExploreError;
use super::legend::Legend;
use super::level::{self, Budget, Found, Listener, Query};
use super::pool::Pool;
use super::search::Measure;
use crate::supervise::Cancel;

/// If so many tasks can go at once, all orders of them are too many: each is one more without a preemption.
const MANY: u32 = 6;

/// Of so many parts of the budget the delays get all but one where there are many tasks.
const PARTS: u32 = 4;

/// Searches by preemptions, as `query` says, and by delays where that is needed.
///
/// # Errors
/// As [`level::search`].
pub fn search(
    pool: &Pool,
    query: &Query,
    legend: &Legend,
    cancel: &Cancel,
    listener: &mut Listener<'_>,
) -> Result<Found, ExploreError> {
    let first = match level::first(pool, query.goes_last, legend, cancel)? {
        Ok(first) => first,
        Err(why) => {
            return Ok(Found {
                why_not: Some(why),
                over: true,
                ..Found::default()
            });
        }
    };
    let mut pass = |query: &Query| level::search(pool, query, legend, cancel, listener);
    let by_delays = |budget, goes_last| Query {
        measure: Measure::Delays,
        bound: query.bound.max(1),
        quick_bound: None,
        budget,
        goes_last,
        ..*query
    };
    let small = query.budget.part(1, PARTS);
    if can_go_at_once(&first) >= MANY {
        let most = query.budget.part(PARTS - 1, PARTS);
        let found = pass(&by_delays(most, query.goes_last))?;
        if found.failing.is_some() || found.over {
            return Ok(found);
        }
        let by_preemptions = Query {
            budget: small,
            goes_last: found.endless,
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

impl Budget {
    /// So many of so many equal parts of it.
    fn part(self, parts: u32, of: u32) -> Budget {
        match self {
            Budget::Alone(work) => Budget::Alone(work * parts / of),
            Budget::SharedWithFreedoms(work) => Budget::SharedWithFreedoms(work * parts / of),
        }
    }
}

impl Found {
    /// What both passes found, this one before the other.
    fn and(self, other: Found) -> Found {
        let coverage = self.coverage.and_in_another_measure(&other.coverage);
        Found {
            coverage,
            spent: self.spent + other.spent,
            failing: self.failing.or(other.failing),
            why_not: match other.over {
                true => other.why_not,
                false => self.why_not.or(other.why_not),
            },
            over: other.over,
            endless: self.endless | other.endless,
            first: self.first.or(other.first),
            waits: self.waits || other.waits,
            stale: self.stale || other.stale,
            yielding: self.yielding | other.yielding,
            unnoticed: self.unnoticed.or(other.unnoticed),
        }
    }
}

//! One round more than a check explores in any case, where that is cheap: a bug that needs it is found without luck, too.

use std::time::Duration;

use super::budget::Work;
use super::course::{Course, Ended};
use super::coverage::Coverage;
use super::schedule::Environment;
use super::{Explorable, ExploreError, Found};

/// Where there are no more interleavings than that with the most rounds, those with one round more are explored, too.
const FEW: u64 = 20;

/// How much work these may be. If they are more, nothing is said of them.
const ONE_MORE: Work = Work::of(Duration::from_millis(100));

impl Explorable {
    /// Searches with one round more than the most, of which that was found. What was covered comes with these interleavings, if
    /// they were not too many.
    pub(super) fn with_one_more(
        &self,
        most: u64,
        found: &Found,
        covered: &mut Coverage,
        course: &mut Course<'_>,
    ) -> Result<Option<Ended>, ExploreError> {
        let all = found.coverage.unbounded.as_ref();
        let are_few = all.is_some_and(|all| all.is_complete() && all.interleavings <= FEW);
        if !course.plan.eager || !are_few {
            return Ok(None);
        }
        let environment = Environment {
            rounds: most + 1,
            extra: 0,
            mode: course.plan.mode,
        };
        let (more, ended) = self.in_all_with_freedoms(environment, ONE_MORE, course)?;
        if goes_as_far(&more, covered) {
            *covered = covered.and(&more);
        } else {
            covered.executions += more.executions;
        }
        Ok(ended)
    }

    /// Looks for a failure in all interleavings, and in those with each of the freedoms that the program has to live with.
    fn in_all_with_freedoms(
        &self,
        environment: Environment,
        budget: Work,
        course: &mut Course<'_>,
    ) -> Result<(Coverage, Option<Ended>), ExploreError> {
        let mut all = self.in_all_interleavings(environment, None, budget, course)?;
        let mut last = None;
        for freedom in course.allowed(&all.freedoms) {
            if all.failing.is_some() || !all.coverage.covers_all() {
                break;
            }
            let left = budget.less(all.spent);
            let one = self.in_all_interleavings(environment, Some(freedom), left, course)?;
            all.coverage = all.coverage.and_with_freedom(&one.coverage, freedom);
            all.spent += one.spent;
            all.failing = one.failing;
            last = Some(freedom);
        }
        let ended = all.failing.map(|failing| Ended {
            environment,
            freedom: last,
            failing,
        });
        let coverage = Coverage {
            // Nothing was searched up to a bound.
            exhausted: false,
            model: course.plan.model,
            ..all.coverage
        };
        Ok((coverage, ended))
    }
}

/// Whether that is all there is in one environment, as far as that was covered in others.
fn goes_as_far(one: &Coverage, others: &Coverage) -> bool {
    let freedoms = |of: &Coverage| of.unbounded.as_ref().map(|all| all.freedoms.clone());
    one.covers_all()
        && matches!((freedoms(one), freedoms(others)), (Some(one), Some(others)) if one.is_subset(&others))
}

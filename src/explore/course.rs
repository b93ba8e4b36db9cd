//! The course of exploring: with few rounds, with more, each with the freedoms that the program has to live with. Each of
//! these searches gets its share of the budget.

use explore::driver::{self, Budget, Listener, Query, passes};
use protocol::{SwitchAt, TaskSet};

use super::budget::Work;
use super::coverage::Coverage;
use super::judge::{Judge, Wanted};
use super::outcome::Why;
use super::pool::Cancellable;
use super::questions::failure_in;
use super::remarks::Remark;
use super::schedule::Setting;
use super::search::{Bound, Measure, Reduction};
use super::vacuous::{self, Workers};
use super::{Explorable, ExploreError, Explored, Failing, Found, Freedom, Plan};
use crate::supervise::Cancel;

/// While a program is small, so many preemptions are tried all the same.
const BOUND_WHILE_QUICK: Bound = 3;

/// In executions: a third of a second of two cores at the most.
const QUICK: u64 = 600;

/// How much work it may be to find what shows best what is wrong, which is known already: the wrong value that a data race
/// brings about, say.
const TO_SHOW_BEST: Work = Work::of(std::time::Duration::from_millis(500));

/// The part of the budget, as its divisor, that is left for executions with unfair scheduling.
const FOR_FAIRNESS: u32 = 8;

/// A search that ended it, and all that was covered until then.
type Ended = (Freedom, Box<Failing>);

/// What is explored, and where its progress goes.
struct Course<'a> {
    plan: &'a Plan,
    cancel: &'a Cancel,
    on_progress: &'a mut dyn FnMut(u64, Bound),
    /// The tasks that were found to run forever without a step.
    endless: TaskSet,
    /// A panic that went unnoticed.
    unnoticed: Option<Remark>,
}

impl Explorable {
    /// Explores the program until it is known, or the budget has run out.
    ///
    /// # Errors
    /// When it is cancelled, the system refuses, or we have made a mistake.
    pub(super) fn explore_all(
        &self,
        plan: &Plan,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(u64, Bound),
    ) -> Result<Explored, ExploreError> {
        let mut course = Course {
            plan,
            cancel,
            on_progress,
            endless: TaskSet::EMPTY,
            unnoticed: None,
        };
        let mut firsts = Vec::new();
        let mut unanswered = None;
        let mut covered: Option<Coverage> = None;
        let mut left = plan.budget;
        for (at, &rounds) in plan.rounds.iter().enumerate() {
            let share = left / u32::try_from(plan.rounds.len() - at).unwrap_or(1);
            let setting = Setting {
                rounds,
                extra: 0,
                mode: plan.mode,
                switch_at: SwitchAt::Synchronisation,
                spurious_wakeups: 0,
                impatient: None,
            };
            let for_search = share.less(share / FOR_FAIRNESS);
            let (mut found, failing) = self.with_freedoms(setting, for_search, &mut course)?;
            if let Some(why) = why_it_says_nothing(&found) {
                if found.over {
                    return Ok(Explored::Unexplorable(why));
                }
                // Other interleavings may fail all the same.
                unanswered.get_or_insert(why);
            }
            let coverage = match &covered {
                Some(before) => before.and(&found.coverage),
                None => found.coverage.clone(),
            };
            if let Some(ended) = failing {
                let (freedom, failing) =
                    self.show_without_freedom(ended, &plan.rounds[at + 1..], &mut course)?;
                let failing = self.show_best(freedom, failing, &course)?;
                return Ok(self.fails(failing, coverage));
            }
            let answer = self.unfairly_scheduled(setting, &mut found, share, plan, cancel);
            left = left.less(found.spent);
            if let Some(failing) = failure_in(answer, &mut unanswered)? {
                return Ok(self.fails(failing, coverage));
            }
            firsts.extend(found.first.take().map(|reply| (setting, *reply)));
            covered = Some(coverage);
        }
        let coverage = covered.unwrap_or_default();
        for question in [Explorable::vacuous, Explorable::unheeded] {
            let answer = question(self, &firsts, plan, cancel);
            if let Some(failing) = failure_in(answer, &mut unanswered)? {
                return Ok(self.fails(failing, coverage));
            }
        }
        if let Some(why) = unanswered {
            return Ok(Explored::Unexplorable(why));
        }
        if !coverage.is_enough() {
            return Ok(Explored::NotFinished(coverage));
        }
        let mut remarks = Vec::from_iter(course.unnoticed);
        if let (Workers::NotRequired, Some((_, first))) = (plan.workers, firsts.first()) {
            remarks.extend(vacuous::nothing_at_once(first).map(Remark::NothingAtOnce));
        }
        Ok(Explored::Passes { coverage, remarks })
    }

    /// Searches without a freedom, and if that finds no failure, with each that the program has to live with. What all of
    /// these found is in the first part.
    fn with_freedoms(
        &self,
        setting: Setting,
        budget: Work,
        course: &mut Course<'_>,
    ) -> Result<(Found, Option<Ended>), ExploreError> {
        let none = Freedom {
            setting,
            reads_older: false,
        };
        let mut found = self.search(none, Budget::SharedWithFreedoms(budget), course)?;
        if found.over && why_it_says_nothing(&found).is_some() {
            return Ok((found, None));
        }
        if let Some(failing) = found.failing.take() {
            found.why_not = None;
            return Ok((found, Some((none, failing))));
        }
        let freedoms = freedoms(none, &found);
        for (at, &freedom) in freedoms.iter().enumerate() {
            let parts = u32::try_from(freedoms.len() - at).unwrap_or(1);
            let share = budget.less(found.spent) / parts;
            let one = self.search(freedom, Budget::Alone(share), course)?;
            found.spent += one.spent;
            found.coverage = found.coverage.and_with_freedom(&one.coverage);
            let why = why_it_says_nothing(&one);
            if one.over && why.is_some() {
                (found.why_not, found.over) = (why, true);
                return Ok((found, None));
            }
            if let Some(failing) = one.failing {
                found.why_not = None;
                return Ok((found, Some((freedom, failing))));
            }
            found.why_not = found.why_not.or(why);
        }
        Ok((found, None))
    }

    fn search(
        &self,
        freedom: Freedom,
        budget: Budget,
        course: &mut Course<'_>,
    ) -> Result<Found, ExploreError> {
        let plan = course.plan;
        let mut query = Query {
            goes_last: course.endless,
            ..query(freedom, plan, budget)
        };
        if plan.eager && plan.bound < BOUND_WHILE_QUICK {
            query.quick_bound = Some((BOUND_WHILE_QUICK, QUICK));
        }
        let mut listener = Listener {
            on_progress: &mut *course.on_progress,
            on_reply: &mut |_| (),
        };
        let pool = self.pool(freedom.setting)?;
        let mut judge = Judge::new(plan.expected, Wanted::Any, &self.legend);
        let mut pool = Cancellable {
            pool: &pool,
            cancel: course.cancel,
        };
        let found = passes::search(&mut pool, &query, &mut judge, &mut listener)?;
        course.unnoticed = course.unnoticed.take().or(judge.unnoticed);
        course.endless |= found.endless;
        Ok(found)
    }

    /// What goes wrong without a spurious wakeup, with more rounds, shows better what is wrong: a stolen wakeup, say.
    fn show_without_freedom(
        &self,
        (freedom, failing): Ended,
        more_rounds: &[u64],
        course: &mut Course<'_>,
    ) -> Result<Ended, ExploreError> {
        if freedom.setting.spurious_wakeups > 0 {
            for &rounds in more_rounds {
                let setting = Setting {
                    rounds,
                    spurious_wakeups: 0,
                    ..freedom.setting
                };
                let none = Freedom { setting, ..freedom };
                let found = self.search(none, Budget::Alone(TO_SHOW_BEST), course)?;
                if let Some(better) = found.failing {
                    return Ok((none, better));
                }
            }
        }
        Ok((freedom, failing))
    }

    /// A data race shows best by the wrong value that it brings about.
    fn show_best(
        &self,
        freedom: Freedom,
        failing: Box<Failing>,
        course: &Course<'_>,
    ) -> Result<(Setting, Box<Failing>), ExploreError> {
        let setting = freedom.setting;
        if !failing.kind.is_about_memory() {
            return Ok((setting, failing));
        }
        let setting_of_all = Setting {
            switch_at: SwitchAt::EveryAccess,
            ..setting
        };
        let everywhere = Freedom {
            setting: setting_of_all,
            ..freedom
        };
        let query = Query {
            goes_last: course.endless,
            ..query(everywhere, course.plan, Budget::Alone(TO_SHOW_BEST))
        };
        let pool = self.pool(setting_of_all)?;
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let expected = course.plan.expected;
        let mut judge = Judge::new(expected, Wanted::WrongEnd, &self.legend);
        let mut pool = Cancellable {
            pool: &pool,
            cancel: course.cancel,
        };
        let found = driver::search(&mut pool, &query, &mut judge, &mut listener)?;
        Ok(match found.failing {
            Some(better) => (setting_of_all, better),
            None => (setting, failing),
        })
    }
}

fn query(freedom: Freedom, plan: &Plan, budget: Budget) -> Query {
    Query {
        measure: Measure::Preemptions(Reduction::PartialOrder),
        switch_at: freedom.setting.switch_at,
        reads_older: freedom.reads_older,
        bound: plan.bound,
        quick_bound: None,
        budget,
        goes_last: TaskSet::EMPTY,
    }
}

/// Why the search is no answer.
fn why_it_says_nothing(found: &Found) -> Option<Why> {
    let why = found.why_not.clone()?;
    why.outweighs(found.failing.as_deref()).then_some(why)
}

/// The freedoms that the program has to live with, one at a time.
fn freedoms(none: Freedom, found: &Found) -> Vec<Freedom> {
    let mut freedoms = Vec::new();
    if found.waits {
        // A wait on a condition variable may end without a notification: std's documentation of `Condvar::wait`.
        let setting = Setting {
            spurious_wakeups: 1,
            ..none.setting
        };
        freedoms.push(Freedom { setting, ..none });
    }
    if found.stale {
        // A load may read an older value where its order allows that.
        freedoms.push(Freedom {
            reads_older: true,
            ..none
        });
    }
    freedoms
}

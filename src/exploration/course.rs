//! The course of exploring: with few rounds, with more, each with the freedoms that the program has to live with. Each of
//! these searches gets its share of the budget.

use std::collections::BTreeSet;

use explore::bounded::{self, Query};
use explore::driver::Listener;
use explore::known::{Known, Recalling};
use protocol::{Reply, Rules, SwitchAt, TaskSet};

use super::budget::{Budget, Work};
use super::coverage::{Coverage, Model};
use super::judge::{Failures, Judge};
use super::outcome::Why;
use super::pool::LIMITS;
use super::questions::failure_in;
use super::remarks::{self, Remark};
use super::schedule::{Environment, Setting};
use super::search::{Cost, Freedom, Measure, QuickBound, Reduction};
use super::vacuous::{self, Workers};
use super::{Explorable, ExploreError, Explored, Failing, Found, Plan};
use crate::supervise::Cancel;

/// While a program is small, so many preemptions are tried: a third of a second of two cores at the most.
const WHILE_QUICK: QuickBound = QuickBound {
    bound: Cost::new(3),
    executions: 600,
};

/// How much work it may be to try all interleavings with no bound, where that was not asked for.
const WHILE_CHEAP: Work = Work::of(std::time::Duration::from_millis(300));

/// How much work it may be to look for a failure with few preemptions before all interleavings are tried.
const FIRST: Work = Work::of(std::time::Duration::from_millis(600));

/// How much work it may be to find what shows best what is wrong, which is known already: the wrong value that a data race
/// brings about, say.
const TO_SHOW_BEST: Work = Work::of(std::time::Duration::from_millis(500));

/// The part of the budget, as its divisor, that is left for executions with unfair scheduling.
const FOR_FAIRNESS: u32 = 8;

/// The search that found a failure, and the failure.
pub(super) struct Ended {
    pub(super) environment: Environment,
    pub(super) freedom: Option<Freedom>,
    pub(super) failing: Box<Failing>,
}

/// What is explored, and where its progress goes.
pub(super) struct Course<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cancel: &'a Cancel,
    pub(super) on_progress: &'a mut dyn FnMut(u64, Option<Measure>, Cost),
    /// The tasks that were found to run forever without a step.
    pub(super) endless: TaskSet,
    /// What is remarked of executions that ended well.
    remarks: Vec<Remark>,
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
        on_progress: &mut dyn FnMut(u64, Option<Measure>, Cost),
    ) -> Result<Explored, ExploreError> {
        let mut course = Course {
            plan,
            cancel,
            on_progress,
            endless: TaskSet::EMPTY,
            remarks: Vec::new(),
        };
        let mut firsts = Vec::new();
        let mut unanswered = None;
        let mut covered: Option<Coverage> = None;
        let mut left = plan.budget;
        let mut last = None;
        let all_rounds = self.rounds_that_matter(plan, cancel)?;
        for (at, &rounds) in all_rounds.iter().enumerate() {
            let share = left / u32::try_from(all_rounds.len() - at).unwrap_or(1);
            let environment = Environment {
                rounds,
                extra: 0,
                mode: plan.mode,
            };
            let for_search = share.less(share / FOR_FAIRNESS);
            let (mut found, failing) = self.in_environment(environment, for_search, &mut course)?;
            found.coverage.model = plan.model;
            if let Some(why) = why_it_says_nothing(&found) {
                if found.over {
                    return Ok(Explored::Unexplorable(why));
                }
                // Other interleavings may still fail.
                unanswered.get_or_insert(why);
            }
            let mut coverage = match &covered {
                Some(before) => before.and(&found.coverage),
                None => found.coverage.clone(),
            };
            if let Some(ended) = failing {
                let more_rounds = &all_rounds[at + 1..];
                let executions = &mut coverage.executions;
                let ended =
                    self.show_without_freedom(ended, more_rounds, &mut course, executions)?;
                let failing = self.show_best(ended, &course, executions)?;
                return Ok(self.fails(failing, coverage));
            }
            let answer = self.unfairly_scheduled(environment, &mut found, share, plan, cancel);
            left = left.less(found.spent);
            if let Some(failing) = failure_in(answer, &mut unanswered)? {
                return Ok(self.fails(failing, coverage));
            }
            firsts.extend(found.first.take().map(|reply| (environment, *reply)));
            covered = Some(coverage);
            last = Some(found);
        }
        let mut coverage = covered.unwrap_or_default();
        if let (Some(found), None, [_, .., most]) = (last, &unanswered, &*all_rounds) {
            let ended = self.with_one_more(*most, &found, &mut coverage, &mut course)?;
            if let Some(ended) = ended {
                let failing = self.show_best(ended, &course, &mut coverage.executions)?;
                return Ok(self.fails(failing, coverage));
            }
        }
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
        let mut remarks = course.remarks;
        if let (Workers::NotRequired, Some((_, first))) = (plan.workers, firsts.first()) {
            remarks.extend(vacuous::nothing_at_once(first).map(Remark::NothingAtOnce));
        }
        Ok(Explored::Passes { coverage, remarks })
    }

    /// The values of `ROUNDS` to explore with. A program that is no exercise need not read it: then the executions without a
    /// preemption are the same whatever its value, and the first value is enough.
    fn rounds_that_matter(&self, plan: &Plan, cancel: &Cancel) -> Result<Vec<u64>, ExploreError> {
        let (Some(&fewest), Workers::NotRequired) = (plan.rounds.first(), plan.workers) else {
            return Ok(plan.rounds.clone());
        };
        let first = |rounds| {
            let environment = Environment {
                rounds,
                extra: 0,
                mode: plan.mode,
            };
            let request = Setting::of(environment).request(Vec::new(), TaskSet::EMPTY);
            self.session(environment, cancel)?.run(request)
        };
        let mut matter = vec![fewest];
        if plan.rounds.len() > 1 {
            let with_fewest = first(fewest)?;
            for &rounds in &plan.rounds[1..] {
                if !is_the_same(&with_fewest, &first(rounds)?) {
                    matter.push(rounds);
                }
            }
        }
        Ok(matter)
    }

    /// Searches without a freedom, and if that finds no failure, with each that the program has to live with. What all of
    /// these found is in the first part.
    fn in_environment(
        &self,
        environment: Environment,
        budget: Work,
        course: &mut Course<'_>,
    ) -> Result<(Found, Option<Ended>), ExploreError> {
        let mut known = Known::default();
        let mut found = self.without_freedoms(environment, budget, course, &mut known)?;
        let ended = |freedom, failing| Ended {
            environment,
            freedom,
            failing,
        };
        if let Some(failing) = found.failing.take() {
            found.why_not = None;
            return Ok((found, Some(ended(None, failing))));
        }
        if found.over && why_it_says_nothing(&found).is_some() {
            return Ok((found, None));
        }
        let freedoms = course.allowed(&found.freedoms);
        for (at, freedom) in freedoms.iter().copied().enumerate() {
            let parts = u32::try_from(freedoms.len() - at).unwrap_or(1);
            let share = budget.less(found.spent) / parts;
            let one = self.with_freedom(environment, freedom, share, course, &mut known)?;
            found.spent += one.spent;
            found.coverage = found.coverage.and_with_freedom(&one.coverage, freedom);
            let why = why_it_says_nothing(&one);
            if one.over && why.is_some() {
                (found.why_not, found.over) = (why, true);
                return Ok((found, None));
            }
            if let Some(failing) = one.failing {
                found.why_not = None;
                return Ok((found, Some(ended(Some(freedom), failing))));
            }
            found.why_not = found.why_not.or(why);
        }
        Ok((found, None))
    }

    /// Searches with a freedom: all interleavings, or where there are too many, up to a bound.
    fn with_freedom(
        &self,
        environment: Environment,
        freedom: Freedom,
        budget: Work,
        course: &mut Course<'_>,
        known: &mut Known,
    ) -> Result<Found, ExploreError> {
        let for_all = course.for_all_interleavings(budget);
        let all = match for_all {
            Some(budget) => {
                self.in_all_interleavings(environment, Some(freedom), budget, course)?
            }
            None => Found::default(),
        };
        if all.failing.is_some() || all.coverage.covers_all() {
            return Ok(all);
        }
        let how = (Some(freedom), course.quick_bound());
        let left = Budget::Alone(budget.less(all.spent));
        let found = self.search(environment, how, left, course, known)?;
        Ok(Found {
            spent: found.spent + all.spent,
            coverage: Coverage {
                executions: found.coverage.executions + all.coverage.executions,
                ..found.coverage
            },
            ..found
        })
    }

    /// Searches up to a bound for a while, and if that finds no failure, with none; where there are too many interleavings for
    /// that, up to the bound again, and a greater one. What was executed at first is recalled then.
    fn without_freedoms(
        &self,
        environment: Environment,
        budget: Work,
        course: &mut Course<'_>,
        known: &mut Known,
    ) -> Result<Found, ExploreError> {
        let quick = course.quick_bound();
        let shared = Budget::SharedWithFreedoms;
        let first = match quick {
            Some(_) => budget.at_most(FIRST),
            None => budget,
        };
        let mut found = self.search(environment, (None, None), shared(first), course, known)?;
        if found.failing.is_some() || found.over {
            return Ok(found);
        }
        // Where there are no others beyond the bound, they are counted all the same: some of these come to the same.
        let to_count = found.coverage.exhausted.then_some(WHILE_CHEAP);
        if let Some(for_all) = course.for_all_interleavings(budget).or(to_count) {
            let all = self.in_all_interleavings(environment, None, for_all, course)?;
            found.spent += all.spent;
            found.coverage.executions += all.coverage.executions;
            found.freedoms.extend(&all.freedoms);
            found.yielding |= all.yielding;
            found.failing = all.failing;
            // These are also all up to the bound.
            found.coverage.complete |= all.coverage.covers_all();
            if all.coverage.covers_all() || course.plan.unbounded {
                found.coverage.unbounded = all.coverage.unbounded;
            }
            if found.failing.is_some() || found.coverage.covers_all() {
                return Ok(found);
            }
        }
        if quick.is_some() {
            let left = shared(budget.less(found.spent));
            let more = self.search(environment, (None, quick), left, course, known)?;
            found = more.widening(found);
        }
        Ok(found)
    }

    fn search(
        &self,
        environment: Environment,
        (freedom, quick_bound): (Option<Freedom>, Option<QuickBound>),
        budget: Budget,
        course: &mut Course<'_>,
        known: &mut Known,
    ) -> Result<Found, ExploreError> {
        let plan = course.plan;
        let query = Query {
            quick_bound,
            ..course.query(SwitchAt::Synchronisation, freedom, budget)
        };
        let mut session = self.session(environment, course.cancel)?;
        let mut executor = Recalling::new(&mut session, known);
        let mut judge = Judge::new(plan.expected, Failures::All, &self.legend);
        let on_progress = &mut |executions, measure, cost| {
            (course.on_progress)(executions, Some(measure), cost);
        };
        let found = bounded::search_in_passes(&mut executor, &query, &mut judge, on_progress)?;
        course.note(judge.remarks);
        course.endless |= found.endless;
        Ok(found)
    }

    /// What goes wrong without a spurious wakeup, with more rounds, shows better what is wrong: a stolen wakeup, say. What is
    /// looked at for it counts among the `executions`.
    fn show_without_freedom(
        &self,
        ended: Ended,
        more_rounds: &[u64],
        course: &mut Course<'_>,
        executions: &mut u64,
    ) -> Result<Ended, ExploreError> {
        if ended.freedom == Some(Freedom::SpuriousWakeup) {
            for &rounds in more_rounds {
                let environment = Environment {
                    rounds,
                    ..ended.environment
                };
                let budget = Budget::Alone(TO_SHOW_BEST);
                let mut known = Known::default();
                let how = (None, course.quick_bound());
                let found = self.search(environment, how, budget, course, &mut known)?;
                *executions += found.coverage.executions;
                if let Some(failing) = found.failing {
                    return Ok(Ended {
                        environment,
                        freedom: None,
                        failing,
                    });
                }
            }
        }
        Ok(ended)
    }

    /// A data race shows best by the wrong value that it brings about. What is looked at for it counts among the
    /// `executions`.
    fn show_best(
        &self,
        ended: Ended,
        course: &Course<'_>,
        executions: &mut u64,
    ) -> Result<(Setting, Box<Failing>), ExploreError> {
        let setting = Setting::of(ended.environment);
        if !ended.failing.kind.is_about_memory() {
            return Ok((setting, ended.failing));
        }
        let switch_at = SwitchAt::EveryAccess;
        let query = course.query(switch_at, ended.freedom, Budget::Alone(TO_SHOW_BEST));
        let mut session = self.session(ended.environment, course.cancel)?;
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let expected = course.plan.expected;
        let mut judge = Judge::new(expected, Failures::AtTheEnd, &self.legend);
        let found = bounded::search(&mut session, &query, &mut judge, &mut listener)?;
        *executions += found.coverage.executions;
        Ok(match found.failing {
            Some(better) => (
                Setting {
                    switch_at,
                    ..setting
                },
                better,
            ),
            None => (setting, ended.failing),
        })
    }
}

impl Course<'_> {
    /// A greater bound, as long as that is cheap, unless a bound was asked for.
    fn quick_bound(&self) -> Option<QuickBound> {
        let is_greater = Cost::from(self.plan.bound) < WHILE_QUICK.bound;
        (self.plan.eager && is_greater).then_some(WHILE_QUICK)
    }

    /// The part of this budget that is for all interleavings, with no bound.
    fn for_all_interleavings(&self, budget: Work) -> Option<Work> {
        match (self.plan.unbounded, self.plan.eager) {
            (true, _) => Some(budget / 2),
            (false, true) => Some(WHILE_CHEAP),
            (false, false) => None,
        }
    }

    /// Those of the freedoms that are to be tried under the memory model.
    pub(super) fn allowed(&self, freedoms: &BTreeSet<Freedom>) -> BTreeSet<Freedom> {
        let of_model =
            |freedom: &Freedom| self.plan.model != Model::Sc || *freedom != Freedom::StaleRead;
        freedoms.iter().copied().filter(of_model).collect()
    }

    /// Keeps what is remarked of executions that ended well.
    pub(super) fn note(&mut self, remarks: Vec<Remark>) {
        for remark in remarks {
            remarks::add(&mut self.remarks, remark);
        }
    }

    pub(super) fn query(
        &self,
        switch_at: SwitchAt,
        freedom: Option<Freedom>,
        budget: Budget,
    ) -> Query {
        Query {
            measure: Measure::Preemptions(Reduction::PartialOrder),
            freedom,
            bound: self.plan.bound.into(),
            quick_bound: None,
            budget,
            rules: Rules {
                switch_at,
                goes_last: self.endless,
                crashes: self.plan.crashes,
                ..Rules::default()
            },
            limits: LIMITS,
        }
    }
}

/// Why the search is no answer.
fn why_it_says_nothing(found: &Found) -> Option<Why> {
    let why = found.why_not.clone()?;
    why.outweighs(found.failing.as_deref()).then_some(why)
}

/// Whether the program did and printed the same in both executions.
fn is_the_same(one: &Reply, other: &Reply) -> bool {
    (&one.end, &one.steps, &one.accesses) == (&other.end, &other.steps, &other.accesses)
        && (&one.stdout, &one.stderr) == (&other.stdout, &other.stderr)
}

//! What was explored: all that a verdict may claim. Pure.

use std::collections::BTreeSet;

use protocol::{Reply, Step};

use crate::cost::{Delays, Preemptions};
use crate::freedom::Freedom;

/// How far one search came, or several of them together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// In how many environments the program was explored. Each has interleavings of its own.
    pub environments: u64,
    /// Executions that were looked at.
    pub executions: u64,
    /// How many interleavings there are with up to 0, 1, 2 … preemptions, as far as all of them were explored.
    pub within: Vec<u64>,
    /// The greatest number of delays up to which all interleavings were explored, where that was looked for.
    pub delays: Option<Delays>,
    /// Whether there are no other interleavings.
    pub exhausted: bool,
    /// Whether all that was asked for was explored.
    pub complete: bool,
    /// What was left out where a task may have been counting.
    pub counting: Option<Counting>,
    /// Whether a process was also killed at each of its steps. That costs as much as a preemption.
    pub crashes: bool,
    /// How far the search without a bound came, where that was asked for.
    pub unbounded: Option<Unbounded>,
    /// Under which memory model executions were looked at.
    pub model: Model,
}

/// A memory model: which values an atomic operation may go by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The newest ones only: sequential consistency.
    Sc,
    /// Those that RC11 allows: the model of C++20 without load buffering.
    #[default]
    Rc11,
}

/// So often in a row a task reads the same older value at one place, nothing that it does in between changing anything. After
/// that it would only repeat itself, as the executor sees it.
pub const IN_A_ROW: usize = 3;

/// How far a search for all interleavings came, with no bound. Inequivalent ones are counted: in equivalent ones, steps that
/// depend on each other have the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unbounded {
    /// So many interleavings, no two of them equivalent.
    pub interleavings: u64,
    /// Executions that were begun, but lead to no other interleaving.
    pub blocked: u64,
    /// Which other interleavings there may be.
    pub rest: Rest,
    /// How many executions there are under RC11, these and others that no interleaving shows, where all of them were made.
    pub under_rc11: Option<u64>,
    /// Whether executions were left out in which a task reads the same older value at one place again and again, more than
    /// [`IN_A_ROW`] times: of a loop there is no end of them.
    pub repeats_left_out: bool,
    /// What was left out where a task may have been counting.
    pub counting: Option<Counting>,
    /// What the program allows, and none of these had: they are sequentially consistent, and without these freedoms.
    pub freedoms: BTreeSet<Freedom>,
}

/// What was left out: a task that went round so many times, found only what it had found before, and may have been counting, went on
/// only where no other task could. What it does if it goes on for longer was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counting {
    /// So many times ([`protocol::Limits::repeats`], and the first).
    pub rounds: u32,
}

impl Counting {
    /// What an execution left out, with this limit.
    pub(crate) fn in_execution(reply: &Reply, repeats: u32) -> Option<Counting> {
        // Where no task can do anything else, nothing is left out.
        let is_passed_over =
            |step: &Step| !step.counting.is_empty() && step.enabled != step.spinning;
        let rounds = repeats + 1;
        let any = reply.steps.iter().any(is_passed_over);
        any.then_some(Counting { rounds })
    }

    /// What either of two searches left out: the least that was tried is what is said.
    pub(crate) fn or(one: Option<Counting>, other: Option<Counting>) -> Option<Counting> {
        [one, other].into_iter().flatten().min()
    }
}

/// What a search without a bound left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rest {
    /// Nothing.
    Nothing,
    /// What was still to be tried when the budget was spent, or a failure was found.
    #[default]
    Untried,
    /// Unknown: an execution did something else than it was to do.
    Unknown,
}

impl Unbounded {
    /// Whether there are no other interleavings.
    pub fn is_complete(&self) -> bool {
        self.rest == Rest::Nothing
    }

    /// How many executions there are under RC11, if that is known: where the memory model makes no difference, as many as
    /// interleavings.
    fn executions(&self) -> Option<u64> {
        let all_alike = !self.freedoms.contains(&Freedom::StaleRead);
        self.under_rc11.or(all_alike.then_some(self.interleavings))
    }

    /// What both searches came to, in different environments.
    #[must_use]
    pub fn and(&self, other: &Unbounded) -> Unbounded {
        let makes_a_difference = self.under_rc11.or(other.under_rc11).is_some();
        let executions = self.executions().zip(other.executions());
        Unbounded {
            under_rc11: executions
                .filter(|_| makes_a_difference)
                .map(|(one, two)| one + two),
            interleavings: self.interleavings + other.interleavings,
            blocked: self.blocked + other.blocked,
            repeats_left_out: self.repeats_left_out || other.repeats_left_out,
            counting: Counting::or(self.counting, other.counting),
            rest: self.rest.max(other.rest),
            freedoms: &self.freedoms | &other.freedoms,
        }
    }
}

impl Coverage {
    /// Of a search in one environment that has not begun.
    pub fn of_one_environment() -> Coverage {
        Coverage {
            environments: 1,
            ..Coverage::default()
        }
    }

    /// The greatest number of preemptions up to which all interleavings were explored.
    pub fn bound(&self) -> Option<Preemptions> {
        let bound = self.within.len().checked_sub(1)?;
        u32::try_from(bound).ok().map(Preemptions::new)
    }

    /// Whether any interleaving with a crash is among those that were all explored.
    pub fn covers_crashes(&self) -> bool {
        self.crashes && (self.exhausted || self.delays() >= Some(Delays::new(1)))
    }

    /// How many interleavings there are with up to so many.
    pub fn within_bound(&self) -> u64 {
        self.within.last().copied().unwrap_or(0)
    }

    /// Whether there are no other interleavings, but for those with freedoms.
    pub fn covers_all(&self) -> bool {
        self.exhausted || self.unbounded.as_ref().is_some_and(Unbounded::is_complete)
    }

    /// Whether there are no other interleavings, with freedoms or without.
    pub fn leaves_nothing(&self) -> bool {
        let is_all = |all: &Unbounded| all.is_complete() && all.freedoms.is_empty();
        self.exhausted || self.unbounded.as_ref().is_some_and(is_all)
    }

    /// What was left out of what is claimed, where a task may have been counting.
    pub fn counting(&self) -> Option<Counting> {
        let all = self.unbounded.as_ref().filter(|all| all.is_complete());
        match all {
            Some(all) => all.counting,
            None => self.counting,
        }
    }

    /// The greatest number of delays up to which all were explored: each of them costs a preemption at the most.
    pub fn delays(&self) -> Option<Delays> {
        let preemptions = self.bound().map(Preemptions::number);
        self.delays.max(preemptions.map(Delays::new))
    }

    /// Whether it is enough to say that a program passes: all without a preemption, or with many threads, where there are
    /// too many of those, all with one delay.
    pub fn is_enough(&self) -> bool {
        self.covers_all() || self.bound().is_some() || self.delays >= Some(Delays::new(1))
    }

    /// The coverage of this search and of one of the same program with another environment: what both explored. Their
    /// interleavings are different ones.
    #[must_use]
    pub fn and(&self, other: &Coverage) -> Coverage {
        let ((one, one_is_all), (two, two_is_all)) = (self.counts(), other.counts());
        let within = match (one_is_all, two_is_all) {
            (true, _) => added(&one, &two),
            (_, true) => added(&two, &one),
            (false, false) => one.iter().zip(&two).map(|(one, two)| one + two).collect(),
        };
        Coverage {
            environments: self.environments + other.environments,
            within,
            ..self.both(other)
        }
    }

    /// How many interleavings there are with up to 0, 1, 2 … preemptions, and whether there are no others.
    fn counts(&self) -> (Vec<u64>, bool) {
        let unbounded = self.unbounded.as_ref();
        match unbounded.filter(|all| all.is_complete() && !self.exhausted) {
            Some(all) => (vec![all.interleavings], true),
            None => (self.within.clone(), self.exhausted),
        }
    }

    /// The coverage of this search and of one in the same environment with this freedom more: what both explored. Most of the
    /// interleavings are the same, and are not counted again.
    #[must_use]
    pub fn and_with_freedom(&self, other: &Coverage, freedom: Freedom) -> Coverage {
        let mut within = self.within.clone();
        let mut unbounded = self.unbounded.clone();
        if other.covers_all() {
            if let Some(all) = &mut unbounded {
                all.freedoms.remove(&freedom);
                if let (Freedom::StaleRead, Some(other)) = (freedom, &other.unbounded) {
                    all.under_rc11 = Some(other.interleavings);
                    all.repeats_left_out = other.repeats_left_out;
                    all.counting = Counting::or(all.counting, other.counting);
                }
            }
        } else {
            within.truncate(other.within.len());
        }
        Coverage {
            within,
            unbounded,
            ..self.both(other)
        }
    }

    /// The coverage of a search by preemptions and of one by delays, of the same interleavings: what either explored.
    #[must_use]
    pub fn and_in_another_measure(&self, other: &Coverage) -> Coverage {
        Coverage {
            environments: self.environments,
            executions: self.executions + other.executions,
            within: match self.within.is_empty() {
                true => other.within.clone(),
                false => self.within.clone(),
            },
            delays: self.delays.max(other.delays),
            exhausted: self.exhausted || other.exhausted,
            complete: self.complete || other.complete,
            counting: Counting::or(self.counting, other.counting),
            unbounded: self.unbounded.clone().or_else(|| other.unbounded.clone()),
            crashes: self.crashes || other.crashes,
            model: self.model,
        }
    }

    fn both(&self, other: &Coverage) -> Coverage {
        let delays = match (self.exhausted, other.exhausted) {
            (true, _) => other.delays(),
            (_, true) => self.delays(),
            (false, false) => self.delays().min(other.delays()),
        };
        Coverage {
            environments: self.environments,
            executions: self.executions + other.executions,
            within: Vec::new(),
            delays,
            exhausted: self.covers_all() && other.covers_all(),
            complete: self.complete && other.complete,
            counting: Counting::or(self.counting, other.counting),
            unbounded: match (&self.unbounded, &other.unbounded) {
                (Some(one), Some(other)) => Some(one.and(other)),
                _ => None,
            },
            crashes: self.crashes || other.crashes,
            model: self.model,
        }
    }
}

/// The sums of two counts, of which the first goes on as it ends: there are no more.
fn added(exhausted: &[u64], other: &[u64]) -> Vec<u64> {
    let all = exhausted.last().copied().unwrap_or(0);
    let length = match other.is_empty() {
        true => 0,
        false => other.len(),
    };
    (0..length)
        .map(|bound| exhausted.get(bound).copied().unwrap_or(all) + other[bound])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(within: &[u64], exhausted: bool) -> Coverage {
        Coverage {
            environments: 1,
            executions: within.last().copied().unwrap_or(7),
            within: within.to_vec(),
            delays: None,
            exhausted,
            complete: within.len() > 2 || exhausted,
            counting: None,
            unbounded: None,
            crashes: false,
            model: Model::Rc11,
        }
    }

    /// The bound and the delays that are covered.
    fn numbers(coverage: &Coverage) -> (Option<u32>, Option<u32>) {
        let bound = coverage.bound().map(Preemptions::number);
        (bound, coverage.delays().map(Delays::number))
    }

    #[test]
    fn two_searches_cover_what_both_cover() {
        let both = searched(&[1, 5, 30], false).and(&searched(&[2, 9], false));
        assert_eq!((numbers(&both).0, both.within_bound()), (Some(1), 14));
        assert_eq!((both.environments, both.executions), (2, 39));
        assert!(!both.complete && !both.exhausted);
    }

    #[test]
    fn a_search_that_found_all_there_is_does_not_lower_the_bound() {
        let both = searched(&[1], true).and(&searched(&[2, 9, 40], false));
        assert_eq!((numbers(&both).0, both.within_bound()), (Some(2), 41));
        assert!(both.complete && !both.exhausted);
        let other_way = searched(&[2, 9, 40], false).and(&searched(&[1], true));
        assert_eq!(both, other_way);
    }

    #[test]
    fn a_search_that_was_not_finished_leaves_nothing_to_claim() {
        let both = searched(&[1, 5, 30], false).and(&searched(&[], false));
        assert_eq!(numbers(&both), (None, None));
        assert!(!both.is_enough());
        assert!(!searched(&[1], true).and(&searched(&[], false)).is_enough());
    }

    fn searched_with_no_bound(within: &[u64], interleavings: u64) -> Coverage {
        let unbounded = Unbounded {
            interleavings,
            rest: Rest::Nothing,
            ..Unbounded::default()
        };
        Coverage {
            unbounded: Some(unbounded),
            ..searched(within, false)
        }
    }

    #[test]
    fn all_interleavings_with_no_bound_are_within_any_bound() {
        let all = searched_with_no_bound(&[1, 5, 30], 12);
        assert!(all.covers_all() && all.leaves_nothing() && all.is_enough());
        // Of the other one, only those within its bound are known.
        let both = all.and(&searched(&[2, 9, 40, 100], false));
        assert_eq!((numbers(&both).0, both.within_bound()), (Some(3), 112));
        assert!(!both.covers_all());
        let both = all.and(&searched_with_no_bound(&[1, 2], 3));
        assert_eq!(both.unbounded.as_ref().unwrap().interleavings, 15);
        assert!(both.covers_all());
        // With a freedom, they are known up to a bound.
        let with_one = all.and_with_freedom(&searched(&[1, 20], false), Freedom::StaleRead);
        assert_eq!(numbers(&with_one).0, Some(1));
        assert!(with_one.covers_all() && !with_one.exhausted);
    }

    #[test]
    fn executions_under_rc11_are_all_there_are_where_each_environment_knows_its_own() {
        let weak = |interleavings, under_rc11: Option<u64>| {
            let mut all = searched_with_no_bound(&[1, 5], interleavings);
            let unbounded = all.unbounded.as_mut().unwrap();
            unbounded.freedoms.insert(Freedom::StaleRead);
            match under_rc11 {
                Some(number) => {
                    all.and_with_freedom(&searched_with_no_bound(&[], number), Freedom::StaleRead)
                }
                None => all,
            }
        };
        let known = |coverage: &Coverage| {
            let all = coverage.unbounded.as_ref().unwrap();
            (all.interleavings, all.under_rc11)
        };
        let (four, unknown) = (weak(3, Some(4)), weak(7, None));
        let alike = searched_with_no_bound(&[1, 5], 2);
        assert_eq!(known(&four), (3, Some(4)));
        assert_eq!(known(&four.and(&alike)), (5, Some(6)));
        assert_eq!(known(&four.and(&unknown)), (10, None));
        assert_eq!(known(&alike.and(&alike)), (4, None));
    }

    #[test]
    fn interleavings_that_a_freedom_repeats_are_counted_once() {
        let both = searched(&[1, 5, 30], false)
            .and_with_freedom(&searched(&[1, 20], false), Freedom::StaleRead);
        assert_eq!((numbers(&both).0, both.within_bound()), (Some(1), 5));
        assert_eq!((both.environments, both.executions), (1, 50));
    }

    #[test]
    fn a_crash_is_covered_where_one_preemption_is() {
        let crashes = |within: &[u64]| Coverage {
            crashes: true,
            ..searched(within, false)
        };
        let alone = searched(&[1, 5, 30], false);
        assert!(!alone.covers_crashes());
        let both = alone.and_with_freedom(&crashes(&[1, 9, 70]), Freedom::Crash);
        assert_eq!(
            (both.covers_crashes(), both.within_bound()),
            (true, 30),
            "the others are the same interleavings"
        );
        let without_a_preemption = crashes(&[1]);
        let cut = alone.and_with_freedom(&without_a_preemption, Freedom::Crash);
        assert!(!cut.covers_crashes());
        // Threads alone have no process to be killed.
        assert!(alone.and(&both).covers_crashes());
    }

    #[test]
    fn delays_do_not_complete_what_was_asked_for_in_preemptions() {
        let delays = Coverage {
            environments: 1,
            executions: 500,
            delays: Some(Delays::new(2)),
            ..Coverage::default()
        };
        let cut = searched(&[], false);
        let either = cut.and_in_another_measure(&delays);
        assert_eq!(either, delays.and_in_another_measure(&cut));
        assert_eq!(numbers(&either), (None, Some(2)));
        assert_eq!(either.executions, 507);
        assert!(!either.complete && either.is_enough());
    }

    #[test]
    fn all_with_a_delay_are_enough_and_a_bound_covers_as_many_delays() {
        let many = Coverage {
            delays: Some(Delays::new(1)),
            ..searched(&[], false)
        };
        assert!(many.is_enough());
        let both = many.and(&searched(&[1, 5, 30], false));
        assert_eq!(numbers(&both), (None, Some(1)));
        assert!(both.is_enough());
        let none = Coverage {
            delays: Some(Delays::new(0)),
            ..searched(&[], false)
        };
        assert!(!none.is_enough());
    }
}

//! What was explored: all that a verdict may claim. Pure.

use std::collections::BTreeSet;

use protocol::{Reply, Step};

use crate::cost::{Delays, Preemptions};
use crate::freedom::Freedom;

/// How far one search came, or several of them together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The number of environments in which the program was explored. Each has its own interleavings.
    pub environments: u64,
    /// The number of executions that were judged.
    pub executions: u64,
    /// The number of interleavings with up to 0, 1, 2 … preemptions, for each bound up to which all were explored.
    pub within: Vec<u64>,
    /// The greatest number of delays up to which all interleavings were explored; `None` if there was no search by delays.
    pub delays: Option<Delays>,
    /// Whether there are no other interleavings.
    pub exhausted: bool,
    /// Whether the search reached the bound that it was asked for.
    pub complete: bool,
    /// What was left out because loops may count.
    pub counting: Option<Counting>,
    /// Whether one process was also killed, at each of its steps. A crash counts as a preemption.
    pub crashes: bool,
    /// How far the search with no bound came; `None` if there was none.
    pub unbounded: Option<Unbounded>,
    /// The memory model of the executions.
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

/// The number of times in a row that a task reads the same stale value at one place, if it changes nothing in between. After that the
/// executor takes it for a task that spins.
pub const IN_A_ROW: usize = 3;

/// How far a search for all interleavings came, with no bound. Inequivalent ones are counted: in equivalent ones, steps that
/// depend on each other have the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unbounded {
    /// The number of interleavings, no two of them equivalent.
    pub interleavings: u64,
    /// The number of executions that were begun and led to no further interleaving.
    pub blocked: u64,
    /// Whether there may be other interleavings.
    pub rest: Rest,
    /// The number of executions under RC11, those that no interleaving shows included; `None` if not all of them were made.
    pub under_rc11: Option<u64>,
    /// Whether executions were left out in which a task reads the same stale value at one place more than [`IN_A_ROW`] times. A loop has
    /// infinitely many of them.
    pub repeats_left_out: bool,
    /// What was left out because loops may count.
    pub counting: Option<Counting>,
    /// The freedoms that the program allows and that none of these interleavings used. Without them, an interleaving is
    /// sequentially consistent.
    pub freedoms: BTreeSet<Freedom>,
}

/// What was left out because loops may count: executions in which a task has done so many equal iterations of a loop, may be counting
/// them, and does more while another task can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counting {
    /// The number of equal iterations up to which all was tried: the first one, and [`protocol::Limits::repeats`] more.
    pub iterations: u32,
}

impl Counting {
    /// What is left out by a search with this limit that has come to this execution.
    pub(crate) fn in_execution(reply: &Reply, repeats: u32) -> Option<Counting> {
        // Where all tasks that can go on spin, one of them does, so nothing is left out.
        let is_passed_over =
            |step: &Step| !step.counting.is_empty() && step.enabled != step.spinning;
        let iterations = repeats + 1;
        let any = reply.steps.iter().any(is_passed_over);
        any.then_some(Counting { iterations })
    }

    /// What two searches left out together: all was tried up to the smaller of the two limits.
    pub(crate) fn or(one: Option<Counting>, other: Option<Counting>) -> Option<Counting> {
        [one, other].into_iter().flatten().min()
    }
}

/// What a search with no bound left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rest {
    /// Nothing.
    Nothing,
    /// The rest, when the budget was spent or a failure was found.
    #[default]
    Untried,
    /// Unknown: an execution did not follow its decisions.
    Unknown,
}

impl Unbounded {
    /// Whether there are no other interleavings.
    pub fn is_complete(&self) -> bool {
        self.rest == Rest::Nothing
    }

    /// The number of executions under RC11, if it is known. Where the memory model makes no difference, each is an interleaving.
    fn executions(&self) -> Option<u64> {
        let all_alike = !self.freedoms.contains(&Freedom::StaleRead);
        self.under_rc11.or(all_alike.then_some(self.interleavings))
    }

    /// The sum of two searches in different environments.
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
    /// The coverage of a search in one environment that has not begun.
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

    /// Whether every interleaving with a crash and no other preemption was explored.
    pub fn covers_crashes(&self) -> bool {
        self.crashes && (self.exhausted || self.delays() >= Some(Delays::new(1)))
    }

    /// The number of interleavings with up to [`Coverage::bound`] preemptions.
    pub fn within_bound(&self) -> u64 {
        self.within.last().copied().unwrap_or(0)
    }

    /// Whether all interleavings without freedoms were explored.
    pub fn covers_all(&self) -> bool {
        self.exhausted || self.unbounded.as_ref().is_some_and(Unbounded::is_complete)
    }

    /// Whether all interleavings were explored, those with freedoms included.
    pub fn leaves_nothing(&self) -> bool {
        let is_all = |all: &Unbounded| all.is_complete() && all.freedoms.is_empty();
        self.exhausted || self.unbounded.as_ref().is_some_and(is_all)
    }

    /// What was left out of the interleavings that a verdict claims, because loops may count.
    pub fn counting(&self) -> Option<Counting> {
        let all = self.unbounded.as_ref().filter(|all| all.is_complete());
        match all {
            Some(all) => all.counting,
            None => self.counting,
        }
    }

    /// The greatest number of delays up to which all interleavings were explored. A delay is at most one preemption.
    pub fn delays(&self) -> Option<Delays> {
        let preemptions = self.bound().map(Preemptions::number);
        self.delays.max(preemptions.map(Delays::new))
    }

    /// Whether a program may pass on it: all interleavings without a preemption were explored, or, if there are too many because of many
    /// threads, all with one delay.
    pub fn is_enough(&self) -> bool {
        self.covers_all() || self.bound().is_some() || self.delays >= Some(Delays::new(1))
    }

    /// The coverage of this search and of one in another environment: what both explored. They have no interleaving in common.
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

    /// The number of interleavings with up to 0, 1, 2 … preemptions, and whether there are no others.
    fn counts(&self) -> (Vec<u64>, bool) {
        let unbounded = self.unbounded.as_ref();
        match unbounded.filter(|all| all.is_complete() && !self.exhausted) {
            Some(all) => (vec![all.interleavings], true),
            None => (self.within.clone(), self.exhausted),
        }
    }

    /// The coverage of this search and of one in the same environment with one more freedom: what both explored. Most of their
    /// interleavings are the same, so they are counted once.
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

    /// The coverage of a search by preemptions and of one by delays in the same environment: what either explored.
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

/// The sums of two counts for each bound. The first one is of all interleavings there are, so its last number holds for greater bounds.
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

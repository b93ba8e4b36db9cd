//! The check of all exercises: what was found so far, and where it leads.

use super::{Page, State};
use crate::check::verdict::{Checked, Verdict};
use crate::progress::Change;
use crate::watch::checks::Cause;
use crate::watch::event::Effect;

/// The check of all exercises.
#[derive(Debug, Clone, PartialEq)]
pub struct AllRun {
    /// What was found, by the exercise's place; nothing where it is still to be checked.
    pub results: Vec<Option<Checked>>,
}

impl AllRun {
    /// Whether every exercise was checked.
    pub fn is_finished(&self) -> bool {
        self.results.iter().all(Option::is_some)
    }

    /// How many were checked.
    pub fn checked_count(&self) -> usize {
        self.results.iter().flatten().count()
    }

    /// The first exercise that was checked and fails.
    pub fn first_failing(&self) -> Option<usize> {
        let fails = |checked: &Checked| !matches!(checked.verdict, Verdict::Passes(_));
        self.results
            .iter()
            .position(|result| result.as_ref().is_some_and(fails))
    }
}

impl State {
    pub(super) fn check_all(&mut self) -> Vec<Effect> {
        let count = self.catalog.exercises.len();
        self.turn_to(Page::All(AllRun {
            results: vec![None; count],
        }));
        self.checks.these(0..count, Cause::Shown)
    }

    /// When all are checked: goes to the first that fails.
    pub(super) fn all_found(&mut self) -> Vec<Effect> {
        let Page::All(all) = &self.page else {
            return Vec::new();
        };
        if !all.is_finished() {
            return Vec::new();
        }
        let target = all.first_failing().unwrap_or(self.current);
        let checked = all.results[target].clone();
        let mut effects = Vec::new();
        if target != self.current {
            self.arrive(target);
            let name = self.name_of(target).to_owned();
            effects = self.keep(vec![Change::WentTo { name }]);
        }
        effects.extend(
            checked
                .into_iter()
                .flat_map(|checked| self.take_in(checked)),
        );
        effects
    }

    /// Back to the exercise. A check of all that is not finished is given up.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        let page = std::mem::replace(&mut self.page, Page::Exercise);
        self.scroll = 0;
        let Page::All(mut all) = page else {
            return Vec::new();
        };
        if all.is_finished() {
            return Vec::new();
        }
        let mut effects = self.checks.stop();
        if self.verdict.is_none()
            && let Some(checked) = all.results[self.current].take()
        {
            effects.extend(self.take_in(checked));
        }
        if self.verdict.is_none() {
            effects.extend(self.checks.only(self.current, Cause::Shown));
        }
        effects
    }
}

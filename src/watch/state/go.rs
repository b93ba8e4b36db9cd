//! Going from exercise to exercise, and the hints on the way.

use super::{CardState, Leaving, Page, State};
use crate::progress::Change;
use crate::watch::checks::Cause;
use crate::watch::event::Effect;

impl State {
    /// On to the next exercise. One that does not pass yet is left only when `n` is pressed twice, unless it may be skipped.
    pub(super) fn next(&mut self, leaving: Leaving) -> Vec<Effect> {
        let name = &self.exercise().name;
        let done = self.progress.is_done(name);
        let Some(target) = self.after_current() else {
            self.note = Some(if done {
                "Every exercise is done. l lists them.".into()
            } else {
                format!("{name} is the last one that does not pass yet.")
            });
            return Vec::new();
        };
        if !done && !self.exercise().further && leaving == Leaving::No {
            self.note = Some(format!(
                "{name} does not pass yet. Press n again to skip it for now."
            ));
            self.leaving = Leaving::Asked;
            return Vec::new();
        }
        let wraps = target < self.current;
        let effects = self.go_to(target);
        if wraps {
            self.note = Some(format!(
                "That was the last exercise; {} does not pass yet.",
                self.exercise().name
            ));
        }
        effects
    }

    /// The next exercise; after the last one, the first that is still open.
    fn after_current(&self) -> Option<usize> {
        let exercises = &self.catalog.exercises;
        if self.current + 1 < exercises.len() {
            return Some(self.current + 1);
        }
        let open = |name: &str| !self.progress.is_done(name);
        exercises[..self.current]
            .iter()
            .position(|exercise| open(&exercise.name))
    }

    pub(super) fn previous(&mut self) -> Vec<Effect> {
        match self.current.checked_sub(1) {
            Some(target) => self.go_to(target),
            None => {
                self.note = Some("This is the first exercise.".into());
                Vec::new()
            }
        }
    }

    pub(super) fn go_to_saved(&mut self) -> Vec<Effect> {
        match self.saved_other.take() {
            Some(target) if target != self.current => self.go_to(target),
            _ => {
                self.note = Some("You have saved no other exercise since you came here.".into());
                Vec::new()
            }
        }
    }

    /// Goes to an exercise and checks it.
    pub(super) fn go_to(&mut self, target: usize) -> Vec<Effect> {
        self.page = Page::Exercise;
        self.arrive(target);
        let name = self.name_of(target).to_owned();
        let mut effects = self.keep(vec![Change::WentTo { name }]);
        effects.extend(self.check_anew(Cause::Shown));
        effects
    }

    /// Makes another exercise the current one.
    pub(super) fn arrive(&mut self, target: usize) {
        self.current = target;
        self.hints = 0;
        self.explained = false;
        self.card = CardState::default();
        self.welcome = false;
        self.saved_other = None;
        self.leaving = Leaving::No;
    }

    /// Shows one more hint. Hints that were seen before are shown first.
    pub(super) fn hint(&mut self) -> Vec<Effect> {
        let name = self.exercise().name.clone();
        let total = self.exercise().hints.len();
        if self.hints >= total {
            self.note = Some(if total == 0 {
                format!("There is no hint for {name}. d shows the solution beside your file.")
            } else {
                "That was the last hint. d shows the solution beside your file.".into()
            });
            return Vec::new();
        }
        let seen = self.progress.record(&name).hints_seen;
        self.hints = (self.hints.max(seen) + 1).min(total);
        self.scroll = usize::MAX;
        self.keep(vec![Change::HintSeen {
            name,
            seen: self.hints,
        }])
    }
}
